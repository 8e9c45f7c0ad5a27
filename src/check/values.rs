//! Family V: whether values have the form that their field asks for. What a
//! number or address says of a person is never shown. Binding raises V008.

use crate::check::law::{CONTACT, NUMBERS};
use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Rule;
use crate::check::rule::Run::{Declared, Each};
use crate::check::several::{each, listed, together};
use crate::config::Words;
use crate::finding::Severity::{self, Error, Info, Warning};
use crate::finding::{Code, Fact, Found, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Address, Answer, Notification, Number, State};
use crate::value::{
    CaseNumber, EmailFault, Organisation, OrganisationFault, case_number, email, is_free_mail,
    is_sweden, phone, postal_code,
};

const FORMAT: Basis = Is(Words::new(
    "Rimlighet (uppgiftens form)",
    "Plausibility (the form of the value)",
));

pub(crate) const ODD_NUMBER: Rule = Rule {
    code: Code::new(*b"V008"),
    name: "odd-number",
    title: Words::new("Orimligt antal", "Odd number"),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Antalet i ”{part}”{at_question} är noll, negativt eller inte ett helt tal.",
        "The number in \"{part}\"{at_question} is zero, negative or not whole.",
    ),
    why: Words::new(
        "En incident utan registrerade är ingen personuppgiftsincident, och antalet personer är ett helt tal.",
        "A breach without data subjects is no personal data breach, and there is no part of a person.",
    ),
    basis: FORMAT,
    example: Words::new(
        "Exakt antal registrerade: 0.",
        "Exact number of data subjects: 0.",
    ),
    run: Declared,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"V001"),
        name: "invalid-organisation-number",
        title: Words::new(
            "Ogiltigt organisationsnummer",
            "Invalid organisation number",
        ),
        severity: Error,
        or: &[
            (
                Warning,
                Words::new(
                    "i fråga {processors.organisations.name}",
                    "in question {processors.organisations.name}",
                ),
            ),
            (
                Info,
                Words::new(
                    "i fråga {controller.organisation_number} när landet i fråga {controller.postal_address.country} inte är eller inte säkert är Sverige",
                    "in question {controller.organisation_number} where the country in question {controller.postal_address.country} is not, or not surely, Sweden",
                ),
            ),
        ],
        message: Words::new(
            "Organisationsnumret {number}{at_question} är inte giltigt: {fault}.",
            "The organisation number {number}{at_question} is not valid: {fault}.",
        ),
        why: Words::new(
            "Med ett felaktigt nummer knyts anmälan till fel organisation, eller till ingen.",
            "A wrong number ascribes the notification to another organisation, or to none.",
        ),
        basis: NUMBERS,
        example: Words::new(
            "212000-0143: kontrollsiffran stämmer inte.",
            "212000-0143: the check digit is wrong.",
        ),
        run: Each(|n, _, out| {
            numbers(n, |answer, level| {
                let number = answer.known()?;
                let Organisation::Invalid(fault) = number.read else {
                    return Ok(());
                };
                let fault = match fault {
                    OrganisationFault::Length => {
                        Words::new("det har inte tio siffror", "it does not have ten digits")
                    }
                    OrganisationFault::Checksum => {
                        Words::new("kontrollsiffran stämmer inte", "the check digit is wrong")
                    }
                    OrganisationFault::ThirdDigit => Words::new(
                        "den tredje siffran är lägre än två",
                        "the third digit is below two",
                    ),
                };
                let number = Fact::Value(number.show().into());
                out.level(level)
                    .at(answer, [("number", number), ("fault", fault.into())])
            })
        }),
    },
    Rule {
        code: Code::new(*b"V002"),
        name: "identity-number-as-organisation-number",
        title: Words::new(
            "Personnummer som organisationsnummer",
            "Identity number as organisation number",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "I stället för ett organisationsnummer står ett person- eller samordningsnummer{at_question}; det maskeras överallt.",
            "Instead of an organisation number there is a personal identity or coordination number{at_question}; it is masked everywhere.",
        ),
        why: Words::new(
            "En enskild näringsidkares nummer är ett personnummer. Formuläret ber därför om att fältet lämnas tomt.",
            "A sole trader's number is an identity number. The form therefore asks to leave the field blank.",
        ),
        basis: Is(Words::new(
            "3 kap. 10 § lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning",
            "Chapter 3 section 10 of the Act (2018:218) supplementing the GDPR",
        )),
        example: Words::new(
            "Ett personnummer i fråga {controller.organisation_number}.",
            "An identity number in question {controller.organisation_number}.",
        ),
        run: Each(|n, _, out| {
            numbers(n, |answer, _| {
                if answer.known()?.read == Organisation::IdentityNumber {
                    out.at(answer, [])?;
                }
                Ok(())
            })
        }),
    },
    Rule {
        code: Code::new(*b"V003"),
        name: "invalid-postal-code",
        title: Words::new("Ogiltigt postnummer", "Invalid postal code"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Postnumret{at_question} är inte ett svenskt postnummer med fem siffror.",
            "The postal code{at_question} is not a Swedish one of five digits.",
        ),
        why: Words::new(
            "Post till den anmälande kan gå fel. Regeln gäller när landet är Sverige eller inte angivet.",
            "Letters to the filer may go astray. The rule holds where the country is Sweden or blank.",
        ),
        basis: FORMAT,
        example: Words::new("1640 eller 06407.", "1640 or 06407."),
        run: Each(|n, _, out| {
            each([&n.address, &n.contact_address], |address| {
                let code = address.postal_code.known()?;
                match swedish(address) {
                    Truth::Yes if !postal_code(code) => out.at(&address.postal_code, []),
                    Truth::Unclear => Err(Silent::NotRunnable),
                    _ => Ok(()),
                }
            })
        }),
    },
    Rule {
        code: Code::new(*b"V004"),
        name: "invalid-email",
        title: Words::new("Ogiltig e-postadress", "Invalid e-mail address"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Kontaktpersonens e-postadress är inte giltig: {fault}.",
            "The e-mail address of the contact person is not valid: {fault}.",
        ),
        why: Words::new(
            "Myndigheten når inte kontaktpersonen.",
            "The authority cannot reach the contact person.",
        ),
        basis: CONTACT,
        example: Words::new("Två adresser i ett fält.", "Two addresses in one field."),
        run: Each(|n, _, out| {
            each(&n.contacts, |contact| {
                let Err(fault) = email(contact.email.known()?) else {
                    return Ok(());
                };
                let fault = match fault {
                    EmailFault::Several => Words::new(
                        "fältet har flera adresser",
                        "the field has several addresses",
                    ),
                    EmailFault::TrailingPunctuation => Words::new(
                        "den slutar med ett skiljetecken",
                        "it ends with a punctuation mark",
                    ),
                    EmailFault::MissingDot => {
                        Words::new("domänen saknar punkt", "its domain has no dot")
                    }
                    EmailFault::Malformed => Words::new(
                        "den är inte uppbyggd som en adress",
                        "it is not built like an address",
                    ),
                };
                out.at(&contact.email, [("fault", fault.into())])
            })
        }),
    },
    Rule {
        code: Code::new(*b"V005"),
        name: "invalid-phone",
        title: Words::new("Ogiltigt telefonnummer", "Invalid telephone number"),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Kontaktpersonens telefonnummer kan inte vara ett telefonnummer.",
            "The telephone number of the contact person cannot be one.",
        ),
        why: Words::new(
            "Myndigheten når inte kontaktpersonen.",
            "The authority cannot reach the contact person.",
        ),
        basis: CONTACT,
        example: Words::new(
            "För få siffror för ett svenskt nummer.",
            "Too few digits for a Swedish number.",
        ),
        run: Each(|n, _, out| {
            each(&n.contacts, |contact| {
                if !phone(contact.phone.known()?) {
                    out.at(&contact.phone, [])?;
                }
                Ok(())
            })
        }),
    },
    Rule {
        code: Code::new(*b"V006"),
        name: "invalid-case-number",
        title: Words::new("Ovanligt diarienummer", "Unusual case number"),
        severity: Info,
        or: &[],
        message: Words::new(
            "{part} är inte skrivet som myndighetens diarienummer (PUI-, DI- eller IMY-ÅÅÅÅ-N).",
            "{part} is not written as a case number of the authority (PUI-, DI- or IMY-YYYY-N).",
        ),
        why: Words::new(
            "Kompletteringar och mottagningstider paras ihop med sin anmälan genom diarienumret.",
            "Supplements and receipt times find their notification by the case number.",
        ),
        basis: FORMAT,
        example: Words::new("”Dnr 2021/17”.", "\"Dnr 2021/17\"."),
        run: Each(|n, _, out| {
            const OWN: Words = Words::new("Diarienumret", "The case number");
            const SUPPLEMENTED: Words = Words::new(
                "Diarienumret som kompletteras",
                "The case number supplemented",
            );
            each(
                [(&n.case_number, OWN), (&n.supplements, SUPPLEMENTED)],
                |(answer, part)| {
                    if case_number(answer.known()?) != CaseNumber::Known {
                        out.at(answer, [("part", part.into())])?;
                    }
                    Ok(())
                },
            )
        }),
    },
    Rule {
        code: Code::new(*b"V007"),
        name: "free-mail-contact",
        title: Words::new(
            "Kontakt hos allmän e-posttjänst",
            "Contact at a public mail service",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Kontaktpersonens e-postadress finns hos en allmän e-posttjänst.",
            "The e-mail address of the contact person is at a public mail service.",
        ),
        why: Words::new(
            "Ett ärende om personuppgifter bör gå genom organisationens egen e-post.",
            "A case about personal data should go through the organisation's own mail.",
        ),
        basis: Is(Words::new(
            "Artikel 32 dataskyddsförordningen; rimlighet",
            "Article 32 GDPR; plausibility",
        )),
        example: Words::new(
            "En kommun med en adress hos en gratistjänst.",
            "A municipality with an address at a free service.",
        ),
        run: Each(|n, _, out| {
            each(&n.contacts, |contact| {
                let address = contact.email.known()?;
                let domain =
                    memchr::memrchr(b'@', address.as_bytes()).map_or("", |at| &address[at + 1..]);
                if is_free_mail(domain.trim()) && email(address).is_ok() {
                    out.at(&contact.email, [])?;
                }
                Ok(())
            })
        }),
    },
    ODD_NUMBER,
];

/// Looks at the controller's number and the processors', with the level that a fault has.
fn numbers(n: &Notification, mut look: impl FnMut(&Answer<Number>, Severity) -> Found) -> Found {
    let own = match swedish(&n.address) {
        Truth::Yes => Error,
        Truth::No | Truth::Unclear => Info,
    };
    let processors = n
        .processors
        .iter()
        .map(|processor| (&processor.number, Warning));
    let all = std::iter::once((&n.organisation_number, own)).chain(processors);
    let seen = each(all, |(answer, level)| look(answer, level));
    together(
        seen,
        listed(n, Key::ProcessorsOrganisationsName, &n.processors),
    )
}

/// Whether an address is in Sweden, as it is when nothing is said.
fn swedish(address: &Address) -> Truth {
    match &address.country.state {
        State::Given(country) => is_sweden(country).into(),
        State::Undeterminable | State::NotAsked => Truth::Unclear,
        _ => Truth::Yes,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::found;
    use serde_json::{Value, json};

    fn number(number: &str, country: Option<&str>) -> Value {
        json!({"controller": {"organisation_number": number, "postal_address": {"country": country}}})
    }

    fn contact(field: &str, value: &str) -> Value {
        let mut contact = json!({"name": "A B", "role": "DSO", "email": "a@kommun.example.se", "phone": "08-465 004 01"});
        contact[field] = value.into();
        json!({ "contacts": [contact] })
    }

    #[test]
    fn numbers_of_organisations() {
        assert_eq!(found(&number("212000-0143", Some("Sverige"))), ["V001 E"]);
        assert_eq!(found(&number("212000-0143", None)), ["V001 E"]);
        assert_eq!(found(&number("212000-0143", Some("Norge"))), ["V001 I"]);
        assert_eq!(found(&number("2120000142", None)), ["F004 I"]);
        assert_eq!(found(&number("811218-9876", None)), ["V002 W"]);
        let processor = |number: &str| json!({"processors": {"organisations": [{"name": "A AB", "organisation_number": number}]}});
        assert_eq!(found(&processor("556329-7134")), ["V001 W"]);
        assert_eq!(found(&processor("811218-9876")), ["V002 W"]);
        assert_eq!(found(&processor("556329-7133")), [""; 0]);
    }

    #[test]
    fn postal_codes_count_in_sweden_only() {
        let code =
            |country: &str| json!({"contact_address": {"postal_code": "0150", "country": country}});
        assert_eq!(found(&code("Sverige")), ["V003 W"]);
        assert_eq!(found(&code("Norge")), [""; 0]);
    }

    #[test]
    fn contacts() {
        assert_eq!(found(&contact("email", "a@kommun")), ["V004 W"]);
        assert_eq!(found(&contact("email", "a@gmail.com")), ["V007 I"]);
        assert_eq!(found(&contact("phone", "12")), ["V005 W"]);
    }

    #[test]
    fn case_numbers_and_odd_numbers() {
        assert_eq!(found(&json!({"case_number": "2021/17"})), ["V006 I"]);
        assert_eq!(found(&json!({"case_number": "IMY-2024-17"})), [""; 0]);
        let exact =
            |exact: Value| json!({"affected": {"data_subjects": {"exact": exact, "range": null}}});
        assert_eq!(found(&exact(json!(0))), ["V008 W"]);
        assert_eq!(found(&exact(json!(-4))), ["V008 W"]);
        assert_eq!(found(&exact(json!("2,5"))), ["V008 W"]);
        assert_eq!(found(&exact(json!(17))), [""; 0]);
    }
}
