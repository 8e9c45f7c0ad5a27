//! What a filing is: a first notification, or a later one about it.

/// What a filing is: a first notification, or a later one about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Filing {
    /// A first notification.
    Initial,
    /// A later filing that adds to a notification (Art. 33(4)).
    Supplement,
    /// A later filing that takes a notification back, or what it names.
    Withdrawal,
    /// One that says that it takes a supplement back.
    OfSupplement,
    /// One that says that it takes a withdrawal back.
    OfWithdrawal,
    /// The source says what it is, but not in words that are known.
    Undeterminable,
    /// No filing: a breach of a register that was never notified.
    Register,
}

impl Filing {
    /// All kinds, in the order in which they are told; the kinds of withdrawals are one.
    pub const ALL: [Self; 5] = [
        Self::Initial,
        Self::Supplement,
        Self::Withdrawal,
        Self::Undeterminable,
        Self::Register,
    ];

    /// The word in column `kind`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Supplement => "supplement",
            Self::Withdrawal | Self::OfSupplement | Self::OfWithdrawal => "withdrawal",
            Self::Undeterminable => "(undeterminable)",
            Self::Register => "register",
        }
    }

    /// The word by which [`Self::parse`] knows it again.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::OfSupplement => "withdrawal of a supplement",
            Self::OfWithdrawal => "withdrawal of a withdrawal",
            other => other.as_str(),
        }
    }

    /// The kind that a text names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match crate::form::squash(text).as_str() {
            "initial"
            | "initialnotification"
            | "firstnotification"
            | "anmälan"
            | "notification"
            | "förstaanmälan"
            | "initialanmälan"
            | "newnotification"
            | "nyanmälan" => Some(Self::Initial),
            "supplement"
            | "supplementary"
            | "komplettering"
            | "kompletterande"
            | "followupnotification"
            | "uppföljandeanmälan" => Some(Self::Supplement),
            "withdrawal" | "withdraw" | "withdrawn" | "återkallelse" | "återkallad"
            | "återkallande" => Some(Self::Withdrawal),
            "withdrawalofasupplement"
            | "withdrawalofsupplement"
            | "återkallelseavkomplettering" => Some(Self::OfSupplement),
            "withdrawalofawithdrawal" | "withdrawalofwithdrawal" | "återkallelseavåterkallelse" => {
                Some(Self::OfWithdrawal)
            }
            _ => None,
        }
    }

    /// Whether it says only what is new about an earlier filing.
    pub(crate) fn is_later(self) -> bool {
        self == Self::Supplement || self.is_withdrawal()
    }

    /// Whether it takes another filing back.
    pub(crate) fn is_withdrawal(self) -> bool {
        self.as_str() == Self::Withdrawal.as_str()
    }

    /// Whether it is a notification, whole in itself: only such are judged for
    /// what they lack, and counted.
    pub(crate) fn is_notification(self) -> bool {
        self == Self::Initial
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_in_both_languages() {
        for kind in [Filing::Initial, Filing::Supplement, Filing::Withdrawal] {
            assert_eq!(Filing::parse(kind.as_str()), Some(kind));
        }
        for kind in [Filing::OfSupplement, Filing::OfWithdrawal] {
            assert_eq!(Filing::parse(kind.word()), Some(kind));
            assert_eq!(kind.as_str(), "withdrawal");
        }
        assert_eq!(Filing::parse("Återkallelse"), Some(Filing::Withdrawal));
        assert_eq!(Filing::parse("register"), None);
    }
}
