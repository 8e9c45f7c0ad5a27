//! The plan of one notification: what its filer answered, before anything is written.
//! Renderers write it, and the truth is worked out from it.

use jiff::civil::{Date, Time};

use crate::form::Edition;
use crate::synth::words::{Band, Option as Choice};

/// One planned notification.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The case number that this one supplements.
    pub(super) supplements: Option<String>,
    /// What it is about, if it is a later filing.
    pub(super) later: Option<Later>,
    pub(super) case_number: Option<String>,
    pub(super) channel: Option<&'static str>,
    /// When the authority got it.
    pub(super) receipt: Stamp,
    /// Whether the document itself says when.
    pub(super) tells_receipt: bool,
    pub(super) controller: Option<String>,
    pub(super) number: Number,
    pub(super) reference: Option<String>,
    pub(super) postal_code: Option<&'static str>,
    pub(super) country: Option<&'static str>,
    pub(super) contacts: Vec<Contact>,
    pub(super) occurred: When,
    pub(super) discovered: When,
    pub(super) ongoing: One,
    pub(super) ended: When,
    pub(super) reason: Option<&'static str>,
    pub(super) breach_type: One,
    pub(super) description: Option<String>,
    pub(super) discovery: One,
    pub(super) cause: One,
    pub(super) cause_comment: Option<&'static str>,
    pub(super) sector: One,
    pub(super) area: One,
    pub(super) area_comment: Option<&'static str>,
    pub(super) involved: One,
    pub(super) processors: Vec<(String, Number)>,
    pub(super) subjects: Size,
    pub(super) items: Size,
    pub(super) groups: Many,
    pub(super) categories: Many,
    pub(super) encrypted: One,
    pub(super) consequences: Many,
    pub(super) severity: One,
    pub(super) actions: Vec<Action>,
    pub(super) informed: One,
    pub(super) informed_at: When,
    pub(super) will_inform: One,
    pub(super) planned_at: When,
    pub(super) reason_not: Option<&'static str>,
    pub(super) intended: One,
    pub(super) secrecy: Option<&'static str>,
    pub(super) quirks: Quirks,
    /// The edition by which it is written.
    pub(super) edition: &'static Edition,
}

impl Plan {
    /// Whether it can be recognised in another document.
    pub(super) fn has_key(&self) -> bool {
        let controller = self.controller.is_some() || !matches!(self.number, Number::Blank);
        self.case_number.is_some() || self.reference.is_some() && controller
    }
}

/// What a later filing is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Later {
    pub(super) kind: Kind,
    /// The index of its notification, if it names it rightly.
    pub(super) about: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Supplement,
    Withdrawal,
}

impl Kind {
    /// The word of `kind` in JSON and in the records.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// Oddities of the writing rather than of the answers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quirks {
    /// A field or question that the edition does not have (F001).
    pub(super) unknown_field: bool,
    /// Question 17 printed after question 18 (F006); text only.
    pub(super) swapped: bool,
    /// Question 27 without its heading (F010); text only.
    pub(super) lost_question: bool,
    /// A passage pasted twice into the description (X004).
    pub(super) repeated: bool,
    /// How ticks were printed. JSON always has them, or says that they are lost.
    pub(super) ticks: Ticks,
    /// How a text is laid out.
    pub(super) layout: Layout,
}

/// How the ticks of multiple choices were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ticks {
    /// Not at all: every option, no mark.
    Lost,
    /// `[x]` and `[ ]`.
    #[default]
    Brackets,
    /// `☒` and `☐`.
    Boxes,
    /// Characters of a picture font. This and the kinds below are for PDF only.
    Dingbats,
    /// Drawn boxes, some with a cross.
    Drawn,
    /// Check boxes of a form that can be filled in.
    Fields,
    /// Drawn boxes that are all empty, whatever was ticked.
    Unticked,
}

/// How a text copy is laid out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Layout {
    /// 0: UTF-8, 1: Windows-1252, 2: UTF-16 with a mark.
    pub(super) encoding: u8,
    /// 0: LF, 1: CRLF.
    pub(super) line_end: u8,
    /// Without blank lines.
    pub(super) dense: bool,
    /// With page heads and form feeds.
    pub(super) pages: bool,
    /// Free text wrapped at this many characters; 0 for no wrapping.
    pub(super) wrap: usize,
    /// `? ` before a heading.
    pub(super) question_mark: bool,
    /// No-break blanks in bands, and an en dash.
    pub(super) typographic: bool,
}

/// A moment as a filer writes it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct When {
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) comment: Option<&'static str>,
    pub(super) writing: Writing,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Writing {
    /// `2021-02-12`.
    #[default]
    Iso,
    /// `210212` (F004).
    Short,
    /// In words (F003).
    Words,
}

/// A receipt time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    pub(super) date: Date,
    /// None where only the day is known.
    pub(super) time: Option<Time>,
}

/// An organisation number as a filer writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// `NNNNNN-NNNN`, valid.
    Good(String),
    /// A valid one without its hyphen. The text has it (F004).
    Plain(String),
    /// A wrong check digit (V001).
    Wrong(String),
    /// A public test number of a person (V002).
    Person(&'static str),
    Blank,
}

/// A contact person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    pub(super) name: &'static str,
    pub(super) role: Option<&'static str>,
    pub(super) email: Option<&'static str>,
    pub(super) phone: &'static str,
}

/// The answer to a single choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum One {
    Of(&'static Choice),
    Unknown(&'static str),
    /// Hidden before disclosure (F007).
    Masked,
    Blank,
}

/// The answer to a multiple choice: options in the order of the form.
#[derive(Debug, Clone, Default)]
pub(super) struct Many {
    pub(super) chosen: Vec<&'static Choice>,
    /// Whether "don't know" was ticked.
    pub(super) unknown: bool,
    pub(super) comment: Option<&'static str>,
}

/// The number of data subjects or items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Exact(u64),
    /// An exact number written `ca N` (F004).
    About(u64),
    /// An exact number and a band (N001 or N003).
    Both(u64, &'static Band),
    /// A negative number (V008).
    Negative,
    Band(&'static Band),
    Unknown,
    Blank,
}

/// An action taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Action {
    pub(super) at: When,
    pub(super) text: Option<&'static str>,
}

impl One {
    /// Whether the option with this code, or label where it has none, was chosen.
    pub(super) fn is(self, truth: &str) -> bool {
        matches!(self, Self::Of(option) if option.truth == truth)
    }
}

impl Plan {
    /// What the edition calls an option of the question of this number.
    pub(super) fn label(&self, number: u8, option: &'static Choice) -> &'static str {
        super::edition::label(self.edition, number, option)
    }

    /// The receipt as a receipts file gives it.
    pub(super) fn receipt_text(&self) -> String {
        match self.receipt.time {
            Some(time) => format!("{}T{}", self.receipt.date, time.strftime("%H:%M")),
            None => self.receipt.date.to_string(),
        }
    }

    /// The receipt as a moment of the form.
    pub(super) fn receipt_as_when(&self) -> When {
        When {
            date: Some(self.receipt.date),
            time: self.receipt.time,
            ..When::default()
        }
    }

    /// A date that certainly exists, for an action.
    pub(super) fn discovered_or_receipt(&self) -> When {
        When {
            date: self.discovered.date.or(Some(self.receipt.date)),
            ..When::default()
        }
    }

    /// Whether the multiple choices were lost in the copy.
    pub(super) fn ticks_lost(&self) -> bool {
        matches!(self.quirks.ticks, Ticks::Lost | Ticks::Unticked)
    }

    /// Whether nothing was ticked in any multiple choice.
    pub(super) fn ticks_nothing(&self) -> bool {
        [&self.groups, &self.categories, &self.consequences]
            .iter()
            .all(|answer| answer.chosen.is_empty() && !answer.unknown)
    }
}

/// Nine digits with their check digit, as `NNNNNN-NNNN`.
pub(super) fn numbered(nine: u64) -> String {
    let digits = format!("{nine:09}");
    let sum: u32 = digits
        .bytes()
        .enumerate()
        .map(|(position, byte)| {
            let doubled = u32::from(byte - b'0') * if position % 2 == 0 { 2 } else { 1 };
            doubled % 10 + doubled / 10
        })
        .sum();
    format!("{}-{}{}", &digits[..6], &digits[6..], (10 - sum % 10) % 10)
}
