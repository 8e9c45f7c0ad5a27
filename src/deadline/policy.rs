//! The legal regimes of the deadline, as data. The program does not decide which of
//! them applies to a controller. The analyst names one.

use crate::config::Words;
use crate::moment::{Instant, Moment, PartialDate};
use jiff::civil::{Date, date};

/// A legal regime with its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
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
    /// The provision on the duty to notify and its time.
    pub notification: Words,
    /// The provision on reasons for a delay.
    pub reasons: Words,
    /// What to read about the moment from which the time runs.
    pub awareness: Words,
    /// The provision on when it began to apply.
    pub start: Words,
    /// What to know when reading its verdicts.
    pub note: Words,
    /// Whether the roll-over of the Swedish act 1930:173 § 2 can be argued for. That is
    /// disputed. It is computed in any case.
    pub roll_over_arguable: bool,
}

/// Whether a policy is law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// It is in force.
    InForce,
    /// It is a proposal, not law.
    Proposal,
}

impl Status {
    /// The status in prose.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::InForce => Words::new("gällande rätt", "in force"),
            Self::Proposal => Words::new("förslag, inte gällande rätt", "proposal, not law"),
        }
    }
}

const CRIMINAL_DATA_ACT: Words = Words::new(
    "3 kap. 9 § brottsdatalagen (2018:1177)",
    "Chapter 3 section 9 of the Criminal Data Act (2018:1177)",
);
const DETECTION: Words = Words::new(
    "Artikel 2.2 förordning (EU) nr 611/2013",
    "Article 2(2) Regulation (EU) No 611/2013",
);
const PROPOSED: Words = Words::new(
    "Artikel 33.1 dataskyddsförordningen enligt förslaget COM(2025) 837 (inte gällande rätt)",
    "Article 33(1) GDPR as proposed in COM(2025) 837 (not law)",
);

/// All policies; the first is the default.
pub(crate) const POLICIES: &[Policy] = &[
    Policy {
        key: "gdpr33",
        limit_hours: 72,
        valid_from: Some(date(2018, 5, 25)),
        valid_to: None,
        status: Status::InForce,
        name: Words::new("Dataskyddsförordningen artikel 33.1", "GDPR Article 33(1)"),
        notification: Words::new("Artikel 33.1 dataskyddsförordningen", "Article 33(1) GDPR"),
        reasons: Words::new(
            "Artikel 33.1 andra meningen dataskyddsförordningen",
            "Article 33(1), second sentence, GDPR",
        ),
        awareness: Words::new(
            "Artikel 33.1 dataskyddsförordningen; EDPB:s riktlinjer 9/2022 (vetskap)",
            "Article 33(1) GDPR; EDPB Guidelines 9/2022 (awareness)",
        ),
        start: Words::new("Artikel 99.2 dataskyddsförordningen", "Article 99(2) GDPR"),
        note: Words::new(
            "72 timmar från vetskapen om incidenten; programmet räknar från {start.asked} i fråga {start.question}",
            "72 hours from having become aware; the program counts from {start.asked} in question {start.question}",
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
        notification: CRIMINAL_DATA_ACT,
        reasons: Words::new(
            "3 kap. 12 § tredje stycket brottsdataförordningen (2018:1202); artikel 30.1 andra meningen direktiv (EU) 2016/680",
            "Chapter 3 section 12, third paragraph, of the Criminal Data Ordinance (2018:1202); Article 30(1), second sentence, Directive (EU) 2016/680",
        ),
        awareness: CRIMINAL_DATA_ACT,
        start: Words::new(
            "Ikraftträdandebestämmelsen till brottsdatalagen (2018:1177)",
            "Commencement provision of the Criminal Data Act (2018:1177)",
        ),
        note: Words::new(
            "att fristen förlängs till nästa vardag enligt lagen (1930:173) kan hävdas men är omtvistat",
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
        notification: Words::new(
            "Artikel 2.2 förordning (EU) nr 611/2013; 8 kap. 4 § lagen (2022:482) om elektronisk kommunikation (paragrafens nummer från den 15 januari 2026)",
            "Article 2(2) Regulation (EU) No 611/2013; chapter 8 section 4 of the Electronic Communications Act (2022:482) (so numbered from 15 January 2026)",
        ),
        reasons: Words::new(
            "Artikel 2.3 andra stycket förordning (EU) nr 611/2013 (skäl krävs bara för uppgifter som lämnas senare)",
            "Article 2(3), second subparagraph, Regulation (EU) No 611/2013 (reasons are asked for only of information given later)",
        ),
        awareness: DETECTION,
        start: Words::new(
            "Artikel 7 förordning (EU) nr 611/2013",
            "Article 7 Regulation (EU) No 611/2013",
        ),
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
        name: Words::new(
            "Förslag: 96 timmar, COM(2025) 837",
            "Proposal: 96 hours, COM(2025) 837",
        ),
        notification: PROPOSED,
        reasons: PROPOSED,
        awareness: PROPOSED,
        start: PROPOSED,
        note: Words::new(
            "förslag, inte gällande rätt (läget i november 2026); anmälan bara vid hög risk, genom en gemensam kontaktpunkt",
            "proposal, not law (as of November 2026); notification only where the risk is high, through a single entry point",
        ),
        roll_over_arguable: false,
    },
];

impl Policy {
    /// The policy of that key.
    pub(crate) fn named(key: &str) -> Option<&'static Self> {
        POLICIES.iter().find(|policy| policy.key == key)
    }

    /// The first instant at which it applied (rule T006).
    pub(crate) fn starts(&self) -> Option<Instant> {
        self.valid_from.map(|day| whole(day).earliest)
    }

    /// Whether it certainly did not apply at a moment, because it was not yet law or no
    /// longer law. For a proposal its [`Status`] says enough.
    pub(crate) fn excludes(&self, moment: &Moment) -> bool {
        let ends = self.valid_to.map(|day| whole(day).latest);
        self.starts().is_some_and(|start| moment.latest < start)
            || ends.is_some_and(|end| end < moment.earliest)
    }
}

/// A day as the moments of which it consists.
fn whole(day: Date) -> Moment {
    Moment::from_civil(PartialDate::Day(day), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_excludes_only_what_certainly_lies_outside_its_days() {
        let policy = Policy {
            valid_to: Some(date(2026, 12, 31)),
            ..POLICIES[0]
        };
        for (day, excluded) in [
            (PartialDate::Day(date(2018, 5, 24)), true),
            (PartialDate::Day(date(2018, 5, 25)), false),
            (PartialDate::Month(2018, 5), false),
            (PartialDate::Day(date(2026, 12, 31)), false),
            (PartialDate::Day(date(2027, 1, 1)), true),
        ] {
            assert_eq!(
                policy.excludes(&Moment::from_civil(day, None)),
                excluded,
                "{day:?}"
            );
        }
        let proposal = POLICIES
            .iter()
            .find(|policy| policy.status == Status::Proposal);
        let long_ago = whole(date(1990, 1, 1));
        assert!(proposal.is_some_and(|policy| !policy.excludes(&long_ago)));
    }

    #[test]
    fn keys_are_unique_and_found() {
        for policy in POLICIES {
            assert_eq!(Policy::named(policy.key), Some(policy));
        }
        assert_eq!(Policy::named("gdpr"), None);
    }

    #[test]
    fn the_provisions_of_one_policy_are_not_named_under_another() {
        for policy in &POLICIES[1..] {
            for words in [
                policy.notification,
                policy.reasons,
                policy.awareness,
                policy.start,
            ] {
                assert!(
                    !words.en.ends_with("GDPR") && !words.sv.ends_with("dataskyddsförordningen")
                );
                assert!(!words.en.contains("99(2)"), "{}", policy.key);
            }
        }
    }

    #[test]
    fn only_law_has_begun() {
        for policy in POLICIES {
            assert_eq!(
                policy.valid_from.is_some(),
                policy.status == Status::InForce,
                "{}",
                policy.key
            );
        }
        let start = POLICIES[0].starts().map(|instant| instant.to_string());
        assert_eq!(start.as_deref(), Some("2018-05-25T00:00+02:00"));
    }
}
