//! Family V: whether values have the form that their field asks for. What a
//! number or address says of a person is never shown.

use crate::bind::ODD_NUMBER;
use crate::check::several::{each, listed, together};
use crate::check::{Context, Rule, Run};
use crate::config::Words;
use crate::finding::{Code, Fact, Finding, Severity, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Address, Answer, Notification, Number, State, Text};
use crate::value::{
    CaseNumber, EmailFault, Organisation, OrganisationFault, case_number, email, is_free_mail,
    is_sweden, phone, postal_code,
};

const INVALID_ORGANISATION_NUMBER: Code = Code::new(*b"V001");
const IDENTITY_NUMBER: Code = Code::new(*b"V002");
const INVALID_POSTAL_CODE: Code = Code::new(*b"V003");
const INVALID_EMAIL: Code = Code::new(*b"V004");
const INVALID_PHONE: Code = Code::new(*b"V005");
const INVALID_CASE_NUMBER: Code = Code::new(*b"V006");
const FREE_MAIL_CONTACT: Code = Code::new(*b"V007");

type Found = Result<(), Silent>;

const NUMBERS: Words = Words::new(
    "Lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.",
    "Act (1974:174) on identity designations for legal persons",
);
const FORMAT: Words = Words::new(
    "Rimlighet (uppgiftens form)",
    "Plausibility (the form of the value)",
);
const CONTACT: Words = Words::new(
    "Artikel 33.3 b dataskyddsförordningen",
    "Article 33(3)(b) GDPR",
);

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: INVALID_ORGANISATION_NUMBER,
        name: "invalid-organisation-number",
        title: Words::new(
            "Ogiltigt organisationsnummer",
            "Invalid organisation number",
        ),
        severity: Severity::Error,
        or: Some(&[
            (
                Severity::Warning,
                Words::new("i fråga 22", "in question 22"),
            ),
            (
                Severity::Info,
                Words::new(
                    "i fråga 2 när landet i fråga 3 inte är eller inte säkert är Sverige",
                    "in question 2 where the country in question 3 is not, or not surely, Sweden",
                ),
            ),
        ]),
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
        run: Run::Each(invalid_organisation_number),
    },
    Rule {
        code: IDENTITY_NUMBER,
        name: "identity-number-as-organisation-number",
        title: Words::new(
            "Personnummer som organisationsnummer",
            "Identity number as organisation number",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "I stället för ett organisationsnummer står ett person- eller samordningsnummer{at_question}; det maskeras överallt.",
            "Instead of an organisation number there is a personal identity or coordination number{at_question}; it is masked everywhere.",
        ),
        why: Words::new(
            "En enskild näringsidkares nummer är ett personnummer. Formuläret ber därför om att fältet lämnas tomt.",
            "A sole trader's number is an identity number. The form therefore asks to leave the field blank.",
        ),
        basis: Words::new(
            "3 kap. 10 § lagen (2018:218) med kompletterande bestämmelser till EU:s dataskyddsförordning",
            "Chapter 3 section 10 of the Act (2018:218) supplementing the GDPR",
        ),
        example: Words::new(
            "Ett personnummer i fråga 2.",
            "An identity number in question 2.",
        ),
        run: Run::Each(identity_number),
    },
    Rule {
        code: INVALID_POSTAL_CODE,
        name: "invalid-postal-code",
        title: Words::new("Ogiltigt postnummer", "Invalid postal code"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Each(invalid_postal_code),
    },
    Rule {
        code: INVALID_EMAIL,
        name: "invalid-email",
        title: Words::new("Ogiltig e-postadress", "Invalid e-mail address"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Each(invalid_email),
    },
    Rule {
        code: INVALID_PHONE,
        name: "invalid-phone",
        title: Words::new("Ogiltigt telefonnummer", "Invalid telephone number"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Each(invalid_phone),
    },
    Rule {
        code: INVALID_CASE_NUMBER,
        name: "invalid-case-number",
        title: Words::new("Ovanligt diarienummer", "Unusual case number"),
        severity: Severity::Info,
        or: None,
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
        run: Run::Each(invalid_case_number),
    },
    Rule {
        code: FREE_MAIL_CONTACT,
        name: "free-mail-contact",
        title: Words::new(
            "Kontakt hos allmän e-posttjänst",
            "Contact at a public mail service",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Kontaktpersonens e-postadress finns hos en allmän e-posttjänst.",
            "The e-mail address of the contact person is at a public mail service.",
        ),
        why: Words::new(
            "Ett ärende om personuppgifter bör gå genom organisationens egen e-post.",
            "A case about personal data should go through the organisation's own mail.",
        ),
        basis: Words::new(
            "Artikel 32 dataskyddsförordningen; rimlighet",
            "Article 32 GDPR; plausibility",
        ),
        example: Words::new(
            "En kommun med en adress hos en gratistjänst.",
            "A municipality with an address at a free service.",
        ),
        run: Run::Each(free_mail_contact),
    },
    Rule {
        code: ODD_NUMBER,
        name: "odd-number",
        title: Words::new("Orimligt antal", "Odd number"),
        severity: Severity::Warning,
        or: None,
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
        run: Run::Declared,
    },
];

/// Looks at the controller's number and the processors', with the level that a fault has.
fn numbers(n: &Notification, look: impl FnMut((&Answer<Number>, Severity)) -> Found) -> Found {
    let own = match swedish(&n.address) {
        Truth::Yes => Severity::Error,
        Truth::No | Truth::Unclear => Severity::Info,
    };
    let processors = n
        .processors
        .iter()
        .map(|processor| (&processor.number, Severity::Warning));
    let seen = each(
        std::iter::once((&n.organisation_number, own)).chain(processors),
        look,
    );
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

fn invalid_organisation_number(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    numbers(n, |(answer, severity)| {
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
        out.push(
            answer
                .finding(n.edition, INVALID_ORGANISATION_NUMBER, severity)
                .with("number", Fact::Value(number.show().into()))
                .with("fault", Fact::Words(fault)),
        );
        Ok(())
    })
}

fn identity_number(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    numbers(n, |(answer, _)| {
        if answer.known()?.read == Organisation::IdentityNumber {
            out.push(answer.finding(n.edition, IDENTITY_NUMBER, Severity::Warning));
        }
        Ok(())
    })
}

fn invalid_postal_code(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    each([&n.address, &n.contact_address], |address| {
        let code = address.postal_code.known()?;
        match swedish(address) {
            Truth::Yes if !postal_code(code) => {
                out.push(address.postal_code.finding(
                    n.edition,
                    INVALID_POSTAL_CODE,
                    Severity::Warning,
                ));
                Ok(())
            }
            Truth::Unclear => Err(Silent::NotRunnable),
            _ => Ok(()),
        }
    })
}

fn invalid_email(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
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
            EmailFault::MissingDot => Words::new("domänen saknar punkt", "its domain has no dot"),
            EmailFault::Malformed => Words::new(
                "den är inte uppbyggd som en adress",
                "it is not built like an address",
            ),
        };
        let finding = contact
            .email
            .finding(n.edition, INVALID_EMAIL, Severity::Warning);
        out.push(finding.with("fault", Fact::Words(fault)));
        Ok(())
    })
}

fn invalid_phone(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    each(&n.contacts, |contact| {
        if !phone(contact.phone.known()?) {
            out.push(
                contact
                    .phone
                    .finding(n.edition, INVALID_PHONE, Severity::Warning),
            );
        }
        Ok(())
    })
}

fn invalid_case_number(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    const OWN: Words = Words::new("Diarienumret", "The case number");
    const SUPPLEMENTED: Words = Words::new(
        "Diarienumret som kompletteras",
        "The case number supplemented",
    );
    let asked: [(&Text, Words); 2] = [(&n.case_number, OWN), (&n.supplements, SUPPLEMENTED)];
    each(asked, |(answer, part)| {
        if case_number(answer.known()?) != CaseNumber::Known {
            let finding = answer.finding(n.edition, INVALID_CASE_NUMBER, Severity::Info);
            out.push(finding.with("part", Fact::Words(part)));
        }
        Ok(())
    })
}

fn free_mail_contact(n: &Notification, _: &Context, out: &mut Vec<Finding>) -> Found {
    each(&n.contacts, |contact| {
        let address = contact.email.known()?;
        let domain = memchr::memrchr(b'@', address.as_bytes()).map_or("", |at| &address[at + 1..]);
        if is_free_mail(domain.trim()) && email(address).is_ok() {
            out.push(
                contact
                    .email
                    .finding(n.edition, FREE_MAIL_CONTACT, Severity::Info),
            );
        }
        Ok(())
    })
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
