//! What a sketch of a row keeps of its findings: rule, level and field of each, no fact. The field
//! tells which of them a supplement in another part completes.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::finding::{Code, Finding, Findings, Severity};
use crate::form::Key;

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let field = |finding: &Finding| finding.field.map(|(key, _)| key as u8);
        serializer.collect_seq(self.iter().map(|own| {
            let field = field(&own);
            (own.code.to_string(), own.severity.as_str(), field)
        }))
    }
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let heads = Vec::<(String, String, Option<u8>)>::deserialize(deserializer)?;
        let findings = heads.iter().map(|(code, level, field)| {
            let finding = of_head(code, level)?;
            match field {
                Some(at) => Some(finding.at(*Key::ALL.get(usize::from(*at))?, 0)),
                None => Some(finding),
            }
        });
        let findings = findings.collect::<Option<Vec<Finding>>>();
        let wrong = || serde::de::Error::custom("no rule, level and field");
        Ok(Self::of(&findings.ok_or_else(wrong)?))
    }
}

/// The finding of a rule at a level.
pub(crate) fn of_head(code: &str, level: &str) -> Option<Finding> {
    let code = Code::new(code.as_bytes().try_into().ok()?);
    Some(Finding::new(code, Severity::of_word(level)?, 0, 0))
}
