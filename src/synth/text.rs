//! A plan as the text copy of the e-service: headings, labels and instructions of the
//! form edition, with answers below them, and the wear of copies.

use std::fmt::Write as _;

use crate::form::Question;
use crate::synth::plan::{Many, Number, One, Plan, Size, Ticks, When, Writing};
use crate::synth::words::{self, Option as Choice};

/// The copy as text.
pub(super) fn written(plan: &Plan) -> String {
    let mut copy = Copy {
        plan,
        out: String::with_capacity(8192),
        headings: 0,
    };
    copy.write();
    copy.out
}

/// The copy as bytes in its encoding.
pub(super) fn bytes(plan: &Plan) -> Vec<u8> {
    let layout = plan.quirks.layout;
    let mut text = written(plan);
    if layout.dense {
        text = text
            .lines()
            .filter(|line| !line.is_empty())
            .fold(String::new(), |all, line| all + line + "\n");
    }
    if layout.line_end == 1 {
        text = text.replace('\n', "\r\n");
    }
    match layout.encoding {
        1 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        2 => [0xFF, 0xFE]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
        _ => text.into_bytes(),
    }
}

/// A copy being written.
struct Copy<'p> {
    plan: &'p Plan,
    out: String,
    headings: usize,
}

impl Copy<'_> {
    fn write(&mut self) {
        let plan = self.plan;
        self.line(&plan.edition.title.sv);
        if plan.tells_receipt {
            if let Some(number) = &plan.case_number {
                self.line(&format!("Diarienummer: {number}"));
            }
            self.line(&format!("Inkom: {}", plan.receipt_text().replace('T', " ")));
            if let Some(channel) = plan.channel {
                let channel = match channel {
                    "post" => "Brev",
                    "email" => "E-post",
                    _ => "E-tjänst",
                };
                self.line(&format!("Kanal: {channel}"));
            }
        }
        let mut numbers: Vec<u8> = (1..=37).filter(|number| self.is_printed(*number)).collect();
        if plan.quirks.swapped {
            numbers.swap(
                16 - usize::from(!self.is_printed(13)),
                17 - usize::from(!self.is_printed(13)),
            );
        }
        let mut contact = 0;
        let mut position = 0;
        while let Some(number) = numbers.get(position).copied() {
            let mut sections = plan.edition.sections.iter();
            if let Some(section) = sections.find(|section| section.first == number)
                && contact == 0
            {
                self.line(&section.label.sv);
            }
            self.question(number, contact);
            position += 1;
            if number == 8 && contact + 1 < plan.contacts.len() {
                contact += 1;
                position -= 4;
            } else if number == 8 {
                contact = 0;
            }
        }
    }

    /// Whether the form shows a question after the answers planned.
    fn is_printed(&self, number: u8) -> bool {
        let plan = self.plan;
        match number {
            13 => plan.ongoing == One::Of(&words::NO) || plan.ended.date.is_some(),
            22 => plan.involved == One::Of(&words::YES),
            32 => plan.informed == One::Of(&words::YES) || plan.informed_at.date.is_some(),
            33 => plan.informed == One::Of(&words::NO) || plan.will_inform != One::Blank,
            34 => plan.will_inform == One::Of(&words::YES) || plan.planned_at.date.is_some(),
            35 => plan.will_inform == One::Of(&words::NO) || plan.reason_not.is_some(),
            27 => !plan.quirks.lost_question,
            _ => true,
        }
    }

    fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.out.push_str(text);
            self.out.push_str("\n\n");
        }
    }

    fn heading(&mut self, question: &Question) {
        self.headings += 1;
        if self.plan.quirks.layout.pages && self.headings.is_multiple_of(12) {
            let page = self.headings / 12;
            let _ = write!(self.out, "Sida {page} av 4\n\n\u{c}");
        }
        let mark = if self.plan.quirks.layout.question_mark && question.number == 29 {
            "? "
        } else {
            ""
        };
        let star = if matches!(question.presence, crate::form::Presence::Required) {
            " *"
        } else {
            ""
        };
        let heading = format!("{mark}{}. {}{star}", question.number, question.label.sv);
        self.line(&heading);
    }

    fn question(&mut self, number: u8, contact: usize) {
        let plan = self.plan;
        let Some(question) = plan.edition.question(number) else {
            return;
        };
        if number == 22 {
            for (name, organisation) in &plan.processors {
                self.heading(question);
                self.field(question, 0, name);
                self.field(question, 1, number_text(organisation).unwrap_or_default());
                self.line(question.add_another.as_deref().unwrap_or_default());
            }
            if plan.processors.is_empty() {
                self.heading(question);
            }
            return;
        }
        self.heading(question);
        let person = &plan.contacts[contact];
        match number {
            1 => self.line(plan.controller.as_deref().unwrap_or_default()),
            2 => self.line(number_text(&plan.number).unwrap_or_default()),
            3 => self.address(question, plan.postal_code, plan.country),
            4 => self.line(plan.reference.as_deref().unwrap_or_default()),
            5 => self.line(person.name),
            6 => self.line(person.role.unwrap_or_default()),
            7 => self.line(person.email.unwrap_or_default()),
            8 => {
                self.line(person.phone);
                self.line(question.add_another.as_deref().unwrap_or_default());
            }
            9 => self.address(question, Some("16407"), plan.country),
            10 => self.when(question, &plan.occurred),
            11 => self.when(question, &plan.discovered),
            12 => self.one(number, plan.ongoing),
            13 => self.when(question, &plan.ended),
            14 => self.prose(plan.reason.unwrap_or_default()),
            15 => self.one(number, plan.breach_type),
            16 => self.description(),
            17 => self.one(number, plan.discovery),
            18 => self.one_with_comment(question, plan.cause, plan.cause_comment),
            19 => self.one(number, plan.sector),
            20 => self.one_with_comment(question, plan.area, plan.area_comment),
            21 => self.one(number, plan.involved),
            23 => self.size(question, plan.subjects),
            24 => self.size(question, plan.items),
            25 => self.many(
                question,
                &plan.groups,
                &words::GROUPS,
                Some(words::GROUPS_UNKNOWN),
            ),
            26 => self.many(
                question,
                &plan.categories,
                &words::CATEGORIES,
                Some(words::CATEGORIES_UNKNOWN),
            ),
            27 => self.one(number, plan.encrypted),
            28 => self.many(question, &plan.consequences, &words::CONSEQUENCES, None),
            29 => self.one(number, plan.severity),
            30 => self.actions(question),
            31 => self.one(number, plan.informed),
            32 => self.when(question, &plan.informed_at),
            33 => self.one(number, plan.will_inform),
            34 => self.when(question, &plan.planned_at),
            35 => self.prose(plan.reason_not.unwrap_or_default()),
            36 => self.one(number, plan.intended),
            _ => self.prose(plan.secrecy.unwrap_or_default()),
        }
        if number == 36 && plan.quirks.unknown_field {
            self.line("41. Har ni anmält händelsen till någon annan myndighet?");
            self.line("Nej");
        }
    }

    /// A part of a question: its label, then its answer.
    fn field(&mut self, question: &Question, part: usize, answer: &str) {
        let star = if matches!(
            question.parts[part].presence,
            crate::form::Presence::Required
        ) {
            " *"
        } else {
            ""
        };
        let label = question.parts[part]
            .label
            .as_ref()
            .map_or("", |label| &label.sv);
        self.line(&format!("{label}{star}"));
        self.line(answer);
    }

    fn address(&mut self, question: &Question, postal_code: Option<&str>, country: Option<&str>) {
        for (part, answer) in [
            "Box 17",
            postal_code.unwrap_or_default(),
            "Exempelstad",
            country.unwrap_or_default(),
        ]
        .into_iter()
        .enumerate()
        {
            self.field(question, part, answer);
        }
    }

    fn when(&mut self, question: &Question, when: &When) {
        self.field(question, 0, &date_text(when));
        self.field(question, 1, &time_text(when));
        self.field(question, 2, when.comment.unwrap_or_default());
    }

    fn one(&mut self, number: u8, answer: One) {
        self.line(one_text(self.plan, number, answer));
    }

    fn one_with_comment(&mut self, question: &Question, answer: One, comment: Option<&str>) {
        self.one(question.number, answer);
        self.field(question, 1, comment.unwrap_or_default());
    }

    fn size(&mut self, question: &Question, size: Size) {
        let (exact, mut band) = match size {
            Size::Exact(count) => (count.to_string(), String::new()),
            Size::About(count) => (format!("ca {count}"), String::new()),
            Size::Both(count, band) => (count.to_string(), band.label.to_owned()),
            Size::Negative => ("-3".to_owned(), String::new()),
            Size::Band(band) => (String::new(), band.label.to_owned()),
            Size::Unknown => (String::new(), "Okänt/kan inte ange".to_owned()),
            Size::Blank => (String::new(), String::new()),
        };
        if self.plan.quirks.layout.typographic && matches!(size, Size::Band(_) | Size::Both(..)) {
            band = band.replace(" - ", "–").replace(' ', "\u{a0}");
            if band.starts_with("Fler") {
                band = band.replacen('\u{a0}', " ", 2);
            }
        }
        self.field(question, 0, &exact);
        self.field(question, 1, &band);
    }

    fn many(
        &mut self,
        question: &Question,
        answer: &Many,
        options: &'static [Choice],
        unknown: Option<&str>,
    ) {
        self.line("Markera alla alternativ som gäller.");
        for (at, option) in options.iter().enumerate() {
            if at + 1 == options.len()
                && let Some(unknown) = unknown
            {
                self.option(unknown, answer.unknown);
            }
            let colon = if option.truth == "other" { ":" } else { "" };
            self.option(
                &format!("{}{colon}", self.plan.label(question.number, option)),
                answer.chosen.contains(&option),
            );
        }
        self.out.push('\n');
        self.field(question, 1, answer.comment.unwrap_or_default());
    }

    fn option(&mut self, label: &str, ticked: bool) {
        let mark = match (self.plan.quirks.ticks, ticked) {
            (Ticks::Lost, _) => "-",
            (Ticks::Brackets, true) => "[x]",
            (Ticks::Brackets, false) => "[ ]",
            (_, true) => "☒",
            (_, false) => "☐",
        };
        let _ = writeln!(self.out, "{mark} {label}");
    }

    fn actions(&mut self, question: &Question) {
        if self.plan.actions.is_empty() {
            for part in 0..3 {
                self.field(question, part, "");
            }
        }
        for action in &self.plan.actions {
            self.field(question, 0, &date_text(&action.at));
            self.field(question, 1, &time_text(&action.at));
            self.field(question, 2, "");
            self.prose(action.text.unwrap_or_default());
            self.line(question.add_another.as_deref().unwrap_or_default());
        }
    }

    fn description(&mut self) {
        let Some(description) = &self.plan.description else {
            return;
        };
        let text = full_description(self.plan, description);
        self.prose(&text);
    }

    /// Free text, wrapped as the layout says.
    fn prose(&mut self, text: &str) {
        let width = self.plan.quirks.layout.wrap;
        if width == 0 {
            return self.line(text);
        }
        let mut column = 0;
        let mut wrapped = String::with_capacity(text.len() + 8);
        for word in text.split(' ') {
            if column > 0 && column + word.len() > width {
                wrapped.push('\n');
                column = 0;
            } else if column > 0 {
                wrapped.push(' ');
            }
            wrapped.push_str(word);
            column += word.len() + 1;
        }
        self.line(&wrapped);
    }
}

/// The description, with the passage twice where it was pasted twice.
pub(super) fn full_description(plan: &Plan, description: &str) -> String {
    if plan.quirks.repeated {
        format!(
            "{}{description} {}",
            words::PASSAGE,
            words::PASSAGE.trim_end()
        )
    } else {
        description.to_owned()
    }
}

/// An organisation number as written.
pub(super) fn number_text(number: &Number) -> Option<&str> {
    match number {
        Number::Good(text) | Number::Wrong(text) | Number::Plain(text) => Some(text),
        Number::Person(text) => Some(text),
        Number::Blank => None,
    }
}

/// A date as written.
pub(super) fn date_text(when: &When) -> String {
    match (when.date, when.writing) {
        (None, _) => String::new(),
        (Some(date), Writing::Iso) => date.to_string(),
        (Some(date), Writing::Short) => date.strftime("%y%m%d").to_string(),
        (Some(_), Writing::Words) => "i slutet av veckan".to_owned(),
    }
}

/// A time of day as written.
pub(super) fn time_text(when: &When) -> String {
    when.time
        .map_or(String::new(), |time| time.strftime("%H:%M").to_string())
}

/// The answer to the question of this number, a single choice, as printed.
pub(super) fn one_text(plan: &Plan, number: u8, answer: One) -> &'static str {
    match answer {
        One::Of(option) => plan.label(number, option),
        One::Unknown(label) => label,
        One::Masked => "[maskerat]",
        One::Blank => "",
    }
}
