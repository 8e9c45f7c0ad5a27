//! Counts with the words that go with them: one notification, two notifications. This
//! module does not know what is counted.

use crate::config::{Language, Words};
use crate::disclosure::Figure;
use crate::moment;
use crate::statistics::thousands;

/// Words that go with a count, in the form for one and in that for many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forms {
    one: Words,
    many: Words,
}

/// Filings of the first kind, or of any.
pub(crate) const NOTIFICATIONS: Forms = Forms::new(
    Words::new("anmälan", "notification"),
    Words::new("anmälningar", "notifications"),
);
/// Filings of the second kind.
pub(crate) const SUPPLEMENTS: Forms = Forms::new(
    Words::new("komplettering", "supplement"),
    Words::new("kompletteringar", "supplements"),
);
/// Filings of the third kind.
pub(crate) const WITHDRAWALS: Forms = Forms::new(
    Words::new("återkallelse", "withdrawal"),
    Words::new("återkallelser", "withdrawals"),
);
/// Filings of which it is not known.
pub(crate) const OF_NO_KIND: Forms = Forms::new(
    Words::new(
        "handling vars slag inte går att avgöra",
        "filing whose kind cannot be determined",
    ),
    Words::new(
        "handlingar vars slag inte går att avgöra",
        "filings whose kind cannot be determined",
    ),
);
/// Breaches of the organisation's own register that were never filed.
pub(crate) const OF_REGISTER: Forms = Forms::new(
    Words::new(
        "incident i registret som aldrig anmälts",
        "breach of the register that was never notified",
    ),
    Words::new(
        "incidenter i registret som aldrig anmälts",
        "breaches of the register that were never notified",
    ),
);
/// Findings of any level.
pub(crate) const FINDINGS: Forms = Forms::new(
    Words::new("fynd", "finding"),
    Words::new("fynd", "findings"),
);
/// Findings of the gravest level.
pub(crate) const ERRORS: Forms =
    Forms::new(Words::new("fel", "error"), Words::new("fel", "errors"));
/// Findings of the middle level.
pub(crate) const WARNINGS: Forms = Forms::new(
    Words::new("varning", "warning"),
    Words::new("varningar", "warnings"),
);
/// Findings of the least level.
pub(crate) const NOTES: Forms = Forms::new(
    Words::new("upplysning", "note"),
    Words::new("upplysningar", "notes"),
);
/// The limit of a policy.
pub(crate) const HOURS: Forms = Forms::new(moment::HOUR, moment::HOURS);

impl Forms {
    /// The forms for one and for many.
    pub(crate) const fn new(one: Words, many: Words) -> Self {
        Self { one, many }
    }

    /// The form that goes with a count. A hidden count may be any, so it takes the form
    /// for many.
    pub(crate) fn of(self, count: Figure, language: Language) -> &'static str {
        let form = if count == Figure::Told(1) {
            self.one
        } else {
            self.many
        };
        form.get(language)
    }

    /// The count and its words.
    pub(crate) fn counted(self, count: Figure, language: Language) -> String {
        format!("{} {}", count.text(thousands), self.of(count, language))
    }

    /// The same for a count that may be told in any case.
    pub(crate) fn told(self, count: usize, language: Language) -> String {
        self.counted(Figure::Told(count as u64), language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_with_their_count() {
        let told = |count, language| NOTIFICATIONS.counted(count, language);
        assert_eq!(told(Figure::Told(0), Language::Sv), "0 anmälningar");
        assert_eq!(told(Figure::Told(1), Language::Sv), "1 anmälan");
        assert_eq!(told(Figure::Told(1), Language::En), "1 notification");
        assert_eq!(
            told(Figure::Told(1000), Language::En),
            "1\u{a0}000 notifications"
        );
        assert_eq!(told(Figure::Hidden, Language::En), ".. notifications");
        assert_eq!(NOTES.told(1, Language::En), "1 note");
    }
}
