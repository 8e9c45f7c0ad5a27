//! Family X: what the copy itself gives away. Places are told, never what
//! stands there.

use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Rule;
use crate::check::rule::Run::Each;
use crate::check::several::FreeText;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Info, Warning};
use crate::form::Key;
use crate::value::{Certainty, contact_data, identity_numbers};

const MINIMISATION: Basis = Is(Words::new(
    "Artikel 5.1 c dataskyddsförordningen; 3 kap. 10 § lagen (2018:218)",
    "Article 5(1)(c) GDPR; chapter 3 section 10 of the Act (2018:218)",
));

pub(crate) const IDENTITY_NUMBER_IN_TEXT: Rule = Rule {
    code: Code::new(*b"X001"),
    name: "identity-number-in-text",
    title: Words::new("Personnummer i fritext", "Identity number in free text"),
    severity: Warning,
    or: &[(
        Info,
        Words::new(
            "för tio siffror utan skiljetecken (möjligt nummer)",
            "for ten bare digits (a possible number)",
        ),
    )],
    message: Words::new(
        "I svaret på fråga {question} står person- eller samordningsnummer{certainty}: {count}. Sådana maskeras i allt som programmet skriver.",
        "The answer to question {question} holds personal identity or coordination numbers{certainty}: {count}. Such numbers are masked in every output.",
    ),
    why: Words::new(
        "En anmälan behöver inte peka ut enskilda personer. Handlingen kan bli offentlig.",
        "A notification need not name individuals. The document may become public.",
    ),
    basis: MINIMISATION,
    example: Words::new(
        "Ett personnummer i fråga {incident.description}.",
        "An identity number in question {incident.description}.",
    ),
    run: Each(|_, context, out| {
        const CERTAIN: Words = Words::new("", "");
        const POSSIBLE: Words = Words::new(" (möjliga)", " (possible)");
        context.texts.each(
            |free @ FreeText {
                 answer,
                 text,
                 glance,
             }| {
                if !glance.may_have_identity_numbers() {
                    return Ok(());
                }
                for (certainty, level, words) in [
                    (Certainty::Certain, Warning, CERTAIN),
                    (Certainty::Possible, Info, POSSIBLE),
                ] {
                    let hits = identity_numbers(text).filter(|hit| hit.certainty == certainty);
                    if let Some((count, first)) = count(hits.map(|hit| hit.start)) {
                        let facts = [("count", count.into()), ("certainty", words.into())];
                        out.level(level).below(
                            answer,
                            lines(free, first, context.is_copy),
                            facts,
                        )?;
                    }
                }
                Ok(())
            },
        )
    }),
};

pub(crate) const CONTACT_DATA_IN_TEXT: Rule = Rule {
    code: Code::new(*b"X002"),
    name: "contact-data-in-text",
    title: Words::new("Kontaktuppgifter i fritext", "Contact details in free text"),
    severity: Info,
    or: &[],
    message: Words::new(
        "I svaret på fråga {question} står e-postadresser eller telefonnummer: {count}.",
        "The answer to question {question} holds e-mail addresses or telephone numbers: {count}.",
    ),
    why: Words::new(
        "Kontaktuppgifter hör till frågorna {contacts.name} till {contact_address.street}. I fri text följer de med när handlingen lämnas ut.",
        "Contact details belong to questions {contacts.name} to {contact_address.street}. In free text they go along when the document is released.",
    ),
    basis: MINIMISATION,
    example: Words::new(
        "En e-postadress i fråga {actions.action}.",
        "An e-mail address in question {actions.action}.",
    ),
    run: Each(|_, context, out| {
        context.texts.each(
            |free @ FreeText {
                 answer,
                 text,
                 glance,
             }| {
                if !glance.may_have_contact_data() {
                    return Ok(());
                }
                if let Some((count, first)) = count(contact_data(text).map(|hit| hit.start)) {
                    let facts = [("count", count.into())];
                    out.below(answer, lines(free, first, context.is_copy), facts)?;
                }
                Ok(())
            },
        )
    }),
};

pub(super) const RULES: &[Rule] = &[
    IDENTITY_NUMBER_IN_TEXT,
    CONTACT_DATA_IN_TEXT,
    Rule {
        code: Code::new(*b"X003"),
        name: "secrecy-claimed",
        title: Words::new("Sekretess begärd", "Secrecy claimed"),
        severity: Info,
        or: &[],
        message: Words::new(
            "Den anmälande anser att uppgifter bör omfattas av sekretess{at_question}.",
            "The filer holds that information should be secret{at_question}.",
        ),
        why: Words::new(
            "Begäran om sekretess bör prövas innan handlingen lämnas ut.",
            "To be considered before the document is released.",
        ),
        basis: Is(Words::new(
            "32 kap. 1 § och 18 kap. 8 § offentlighets- och sekretesslagen (2009:400)",
            "Chapter 32 section 1 and chapter 18 section 8 of the Public Access to Information and Secrecy Act (2009:400)",
        )),
        example: Words::new(
            "Fråga {secrecy} är ifylld.",
            "Question {secrecy} is filled in.",
        ),
        run: Each(|n, _, out| {
            n.text(Key::Secrecy).known()?;
            out.at(n.text(Key::Secrecy), [])
        }),
    },
];

/// How many hits an answer has, and where the first begins; `None` if there are none.
fn count(starts: impl Iterator<Item = usize>) -> Option<(u32, usize)> {
    starts.fold(None, |hits, start| {
        let (count, first) = hits.unwrap_or((0, start));
        Some((count + 1, start.min(first)))
    })
}

/// How many lines below its start an answer has a hit: in a copy the lines of an answer are
/// those of the source.
fn lines(FreeText { text, .. }: &FreeText, hit: usize, is_copy: bool) -> u32 {
    if is_copy {
        line_breaks(&text[..hit])
    } else {
        0
    }
}

/// How many line breaks a text has: a carriage return alone is one too.
fn line_breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let is_break = |at: &usize| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..bytes.len()).filter(is_break).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::found;
    use serde_json::json;

    #[test]
    fn persons_in_free_text() {
        let describe = |text: &str| {
            found(
                &json!({"incident": {"description": format!("Ett brev lades i fel kuvert. {text}")}}),
            )
        };
        assert_eq!(
            describe("Det gällde 811218-9876 och 640823-3234."),
            ["X001 W"]
        );
        assert_eq!(describe("Det gällde 8112189876."), ["X001 I"]);
        assert_eq!(describe("Svar till exempel@example.se."), ["X002 I"]);
        assert_eq!(describe("Se dnr PUI-2021-8112."), [""; 0]);
        assert_eq!(
            found(&json!({"secrecy": "Uppgifterna om systemet."})),
            ["X003 I"]
        );
    }

    #[test]
    fn line_breaks_are_counted_as_the_reader_counts() {
        assert_eq!(
            ["", "a\nb", "a\r\nb\r\n", "a\rb\n\nc"].map(line_breaks),
            [0, 1, 2, 3]
        );
    }
}
