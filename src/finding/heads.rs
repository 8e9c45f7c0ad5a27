//! What a sketch of a row keeps of its findings: rule and level of each, no fact.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::finding::{Code, Finding, Findings, Severity};

impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let heads = self.heads();
        serializer.collect_seq(heads.map(|(code, level)| (code.to_string(), level.as_str())))
    }
}

impl<'de> Deserialize<'de> for Findings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let heads = Vec::<(String, String)>::deserialize(deserializer)?;
        let findings = heads.iter().map(|(code, level)| of_head(code, level));
        let findings = findings.collect::<Option<Vec<Finding>>>();
        let wrong = || serde::de::Error::custom("no rule and level");
        Ok(Self::of(&findings.ok_or_else(wrong)?))
    }
}

/// The finding of a rule at a level.
pub(crate) fn of_head(code: &str, level: &str) -> Option<Finding> {
    let code = Code::new(code.as_bytes().try_into().ok()?);
    Some(Finding::new(code, Severity::of_word(level)?, 0, 0))
}
