//! The legal regimes of the deadline, as data. Which of them applies to a
//! controller is not decided here: the analyst names one.

use crate::config::Words;
use crate::moment::{Instant, Moment, PartialDate};
use jiff::civil::{Date, date};

/// A legal regime with its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Its name on the command line and in the column `policy`.
    pub key: &'static str,
    /// Hours from discovery to receipt.
    pub limit_hours: u32,
    /// The first day on which it applied; `None` while it never has.
    pub valid_from: Option<Date>,
    /// The last day on which it applied; `None` while none is set.
    pub valid_to: Option<Date>,
    /// Whether it is law.
    pub status: Status,
    /// What it is called.
    pub name: Words,
    /// What to know when reading its verdicts.
    pub note: Words,
    /// Whether the roll-over of the Swedish act 1930:173 § 2 can be argued for
    /// (disputed); it is computed in any case.
    pub roll_over_arguable: bool,
}

/// Whether a policy is law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is in force.
    InForce,
    /// It is a proposal, not law.
    Proposal,
}

impl Status {
    /// The status in prose.
    pub fn words(self) -> Words {
        match self {
            Self::InForce => Words::new("gällande rätt", "in force"),
            Self::Proposal => Words::new("förslag, inte gällande rätt", "proposal, not law"),
        }
    }
}

/// All policies; the first is the default.
pub const POLICIES: &[Policy] = &[
    Policy {
        key: "gdpr33",
        limit_hours: 72,
        valid_from: Some(date(2018, 5, 25)),
        valid_to: None,
        status: Status::InForce,
        name: Words::new("Dataskyddsförordningen artikel 33.1", "GDPR Article 33(1)"),
        note: Words::new(
            "72 timmar efter att ha fått vetskap; upptäckten i fråga 11 står för vetskapen",
            "72 hours after having become aware; the discovery in question 11 stands for awareness",
        ),
        roll_over_arguable: false,
    },
    Policy {
        key: "brottsdatalag",
        limit_hours: 72,
        valid_from: Some(date(2018, 8, 1)),
        valid_to: None,
        status: Status::InForce,
        name: Words::new(
            "Brottsdatalagen (2018:1177) 3 kap. 9 §",
            "Criminal Data Act (2018:1177) ch. 3 s. 9",
        ),
        note: Words::new(
            "förlängning till nästa vardag enligt lagen (1930:173) kan hävdas men är omtvistad",
            "a roll-over to the next weekday under the act (1930:173) is arguable but disputed",
        ),
        roll_over_arguable: true,
    },
    Policy {
        key: "eprivacy",
        limit_hours: 24,
        valid_from: Some(date(2013, 8, 25)),
        valid_to: None,
        status: Status::InForce,
        name: Words::new("Förordning (EU) nr 611/2013", "Regulation (EU) No 611/2013"),
        note: Words::new(
            "24 timmar från upptäckten där så är möjligt; anmäls till PTS",
            "24 hours from detection, where feasible; notified to PTS",
        ),
        roll_over_arguable: false,
    },
    Policy {
        key: "proposal-96h",
        limit_hours: 96,
        valid_from: None,
        valid_to: None,
        status: Status::Proposal,
        name: Words::new("Förslag: 96 timmar, COM(2025) 837", "Proposal: 96 hours, COM(2025) 837"),
        note: Words::new(
            "förslag, inte gällande rätt (september 2026); gäller bara vid hög risk",
            "proposal, not law (September 2026); only where the risk is high",
        ),
        roll_over_arguable: false,
    },
];

impl Policy {
    /// The policy of that key.
    pub fn named(key: &str) -> Option<&'static Self> {
        POLICIES.iter().find(|policy| policy.key == key)
    }

    /// The first instant at which it applied (rule T006).
    pub fn starts(&self) -> Option<Instant> {
        self.valid_from.map(|day| Moment::from_civil(PartialDate::Day(day), None).earliest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique_and_found() {
        for policy in POLICIES {
            assert_eq!(Policy::named(policy.key), Some(policy));
        }
        assert_eq!(Policy::named("gdpr"), None);
    }

    #[test]
    fn only_law_has_begun() {
        for policy in POLICIES {
            assert_eq!(policy.valid_from.is_some(), policy.status == Status::InForce, "{}", policy.key);
        }
        let start = POLICIES[0].starts().map(|instant| instant.to_string());
        assert_eq!(start.as_deref(), Some("2018-05-25T00:00+02:00"));
    }
}
