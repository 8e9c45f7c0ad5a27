//! The texts of family C, in both languages.

#[allow(
    clippy::wildcard_imports,
    reason = "the texts of every rule of the family above"
)]
use super::*;

const ARTICLE_33_1: Words = Words::new("Artikel 33.1 dataskyddsförordningen", "Article 33(1) GDPR");
const NATURE: Words = Words::new(
    "Artikel 33.3 a dataskyddsförordningen",
    "Article 33(3)(a) GDPR",
);
const CONSEQUENCES: Words = Words::new(
    "Artikel 33.3 c dataskyddsförordningen",
    "Article 33(3)(c) GDPR",
);
const MEASURES: Words = Words::new(
    "Artikel 33.3 d dataskyddsförordningen",
    "Article 33(3)(d) GDPR",
);
const IN_PHASES: Words = Words::new("Artikel 33.4 dataskyddsförordningen", "Article 33(4) GDPR");
const STARRED: Words = Words::new(
    "Formuläret (obligatorisk uppgift)",
    "The form (mandatory answer)",
);
const FORM: Words = Words::new("Formuläret", "The form");
const ANNOUNCED: Words = Words::new(
    "när fråga 36 är besvarad med ja (artikel 33.4 tillåter uppgifter i omgångar)",
    "where question 36 is answered yes (Article 33(4) allows information in phases)",
);

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: MISSING_MANDATORY_ANSWER,
        name: "missing-mandatory-answer",
        title: Words::new("Obligatorisk uppgift saknas", "Mandatory answer missing"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Den obligatoriska uppgiften ”{part}”{at_question} är tom.",
            "The mandatory answer \"{part}\"{at_question} is blank.",
        ),
        why: Words::new(
            "E-tjänsten tar inte emot en anmälan utan de stjärnmärkta uppgifterna. Saknas en sådan är kopian ofullständig, eller så kom anmälan in på något annat sätt.",
            "The e-service accepts no notification without the starred answers. Where one is missing, the copy is incomplete or came some other way.",
        ),
        basis: STARRED,
        example: Words::new("Fråga 7, e-post, är tom.", "Question 7, e-mail, is blank."),
        run: Run::Declared,
    },
    Rule {
        code: MISSING_DISCOVERY,
        name: "missing-discovery",
        title: Words::new("Datum för upptäckten saknas", "Date of discovery missing"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Datum då incidenten upptäcktes saknas; tidsfristen kan inte räknas.",
            "The date of discovery is missing; the deadline cannot be computed.",
        ),
        why: Words::new(
            "Fristen om 72 timmar löper från vetskapen om incidenten. Datumet för upptäckten är den uppgift i formuläret som kommer närmast.",
            "The 72 hours run from awareness of the breach. The date of discovery is the nearest thing that the form asks for.",
        ),
        basis: ARTICLE_33_1,
        example: Words::new(
            "Fråga 11 har en kommentar men inget datum.",
            "Question 11 has a comment but no date.",
        ),
        run: Run::Each(missing_discovery),
    },
    Rule {
        code: MISSING_NATURE,
        name: "missing-nature",
        title: Words::new("Incidentens art saknas", "Nature of the breach missing"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Varken typ av incident (fråga {type}) eller beskrivning (fråga {description}) är angiven.",
            "Neither the type (question {type}) nor a description (question {description}) of the breach is given.",
        ),
        why: Words::new(
            "Anmälan ska åtminstone beskriva personuppgiftsincidentens art.",
            "The notification shall at least describe the nature of the personal data breach.",
        ),
        basis: NATURE,
        example: Words::new(
            "Fråga 15 och 16 är tomma.",
            "Questions 15 and 16 are blank.",
        ),
        run: Run::Each(missing_nature),
    },
    Rule {
        code: THIN_DESCRIPTION,
        name: "thin-description",
        title: Words::new("Knapphändig beskrivning", "Thin description"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Beskrivningen har {length} tecken, färre än {least}.",
            "The description has {length} characters, fewer than {least}.",
        ),
        why: Words::new(
            "Så få tecken beskriver sällan vad som har hänt. Myndigheten kan behöva fråga.",
            "So few characters seldom describe what happened. The authority may have to ask.",
        ),
        basis: NATURE,
        example: Words::new("”Se bilaga.”", "\"See annex.\""),
        run: Run::Each(thin_description),
    },
    Rule {
        code: MISSING_NUMBER_OF_SUBJECTS,
        name: "missing-number-of-subjects",
        title: Words::new(
            "Antal registrerade saknas",
            "Number of data subjects missing",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Antalet registrerade saknas, både exakt och som intervall.",
            "The number of data subjects is missing, both exact and as a band.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange det ungefärliga antalet registrerade. Är det okänt kan det svaret ges.",
            "The notification shall where possible give the approximate number of data subjects. That it is unknown can be said.",
        ),
        basis: NATURE,
        example: Words::new("Fråga 23 är tom.", "Question 23 is blank."),
        run: Run::Each(missing_number_of_subjects),
    },
    Rule {
        code: MISSING_NUMBER_OF_ITEMS,
        name: "missing-number-of-items",
        title: Words::new("Antal uppgifter saknas", "Number of data items missing"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Antalet uppgifter saknas, både exakt och som intervall.",
            "The number of data items is missing, both exact and as a band.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange det ungefärliga antalet personuppgiftsposter. Är det okänt kan det svaret ges.",
            "The notification shall where possible give the approximate number of personal data records. That it is unknown can be said.",
        ),
        basis: NATURE,
        example: Words::new("Fråga 24 är tom.", "Question 24 is blank."),
        run: Run::Each(missing_number_of_items),
    },
    Rule {
        code: MISSING_SUBJECT_GROUPS,
        name: "missing-subject-groups",
        title: Words::new(
            "Grupper av registrerade saknas",
            "Groups of data subjects missing",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Ingen grupp av registrerade är angiven.",
            "No group of data subjects is given.",
        ),
        why: Words::new(
            "Anmälan ska om möjligt ange kategorierna av registrerade.",
            "The notification shall where possible give the categories of data subjects.",
        ),
        basis: NATURE,
        example: Words::new("Inget kryss i fråga 25.", "Nothing ticked in question 25."),
        run: Run::Each(missing_subject_groups),
    },
    Rule {
        code: MISSING_DATA_CATEGORIES,
        name: "missing-data-categories",
        title: Words::new(
            "Slag av personuppgifter saknas",
            "Categories of data missing",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Inga slag av personuppgifter är angivna.",
            "No category of personal data is given.",
        ),
        why: Words::new(
            "Utan dem går det inte att se om känsliga uppgifter berörs.",
            "Without the categories of data it cannot be seen whether sensitive data are concerned.",
        ),
        basis: NATURE,
        example: Words::new("Inget kryss i fråga 26.", "Nothing ticked in question 26."),
        run: Run::Each(missing_data_categories),
    },
    Rule {
        code: MISSING_CONSEQUENCES,
        name: "missing-consequences",
        title: Words::new(
            "Sannolika konsekvenser saknas",
            "Likely consequences missing",
        ),
        severity: Severity::Error,
        or: Some(&[(Severity::Warning, ANNOUNCED)]),
        message: Words::new(
            "Inga sannolika konsekvenser är angivna.",
            "No likely consequences are given.",
        ),
        why: Words::new(
            "Anmälan ska beskriva de sannolika konsekvenserna av personuppgiftsincidenten.",
            "The notification shall describe the likely consequences of the personal data breach.",
        ),
        basis: CONSEQUENCES,
        example: Words::new("Inget kryss i fråga 28.", "Nothing ticked in question 28."),
        run: Run::Each(missing_consequences),
    },
    Rule {
        code: MISSING_SEVERITY,
        name: "missing-severity",
        title: Words::new("Allvarlighetsgrad saknas", "Severity missing"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Allvarlighetsgraden är inte angiven.",
            "The assessment of how severe the breach is is missing.",
        ),
        why: Words::new(
            "Allvarlighetsgraden visar hur den ansvarige ser på risken, och därmed om de registrerade bör informeras.",
            "The assessment shows how the controller sees the risk, and so whether the data subjects should be informed.",
        ),
        basis: FORM,
        example: Words::new("Fråga 29 är tom.", "Question 29 is blank."),
        run: Run::Each(missing_severity),
    },
    Rule {
        code: MISSING_MEASURES,
        name: "missing-measures",
        title: Words::new("Åtgärder saknas", "Measures missing"),
        severity: Severity::Error,
        or: Some(&[(Severity::Warning, ANNOUNCED)]),
        message: Words::new(
            "Ingen vidtagen eller föreslagen åtgärd är beskriven.",
            "No measure taken or proposed is described.",
        ),
        why: Words::new(
            "Anmälan ska beskriva de åtgärder som har vidtagits eller föreslagits.",
            "The notification shall describe the measures taken or proposed to be taken.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Fråga 30 har ett datum men ingen text.",
            "Question 30 has a date but no text.",
        ),
        run: Run::Each(missing_measures),
    },
    Rule {
        code: MISSING_CONDITIONAL_ANSWER,
        name: "missing-conditional-answer",
        title: Words::new("Följdfråga obesvarad", "Follow-up question blank"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "”{part}”{at_question} ska besvaras med hänsyn till svaret på en tidigare fråga, men är tom.",
            "\"{part}\"{at_question} is to be answered, after the answer to an earlier question, but is blank.",
        ),
        why: Words::new(
            "Frågan ställs bara när svaret på en tidigare fråga kräver det. Utan svar är uppgiften ofullständig.",
            "The question is shown only where an earlier answer calls for it. Without an answer the information is half.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga 12: nej, incidenten pågår inte. Fråga 13, när den upphörde, är tom.",
            "Question 12: no, the breach is not ongoing. Question 13, when it ended, is blank.",
        ),
        run: Run::Declared,
    },
    Rule {
        code: MISSING_REASON_NOT_INFORMING,
        name: "missing-reason-not-informing",
        title: Words::new(
            "Skäl att inte informera saknas",
            "Reason for not informing missing",
        ),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "De registrerade ska inte informeras, men inget skäl är angivet{at_question}.",
            "The data subjects will not be informed, but no reason is given{at_question}.",
        ),
        why: Words::new(
            "Den ansvarige ska kunna visa varför: att risken inte är hög, eller att ett undantag gäller.",
            "The controller must be able to show why: that the risk is not high, or that an exception applies.",
        ),
        basis: Words::new(
            "Artikel 34.1, 34.3 och 5.2 dataskyddsförordningen",
            "Articles 34(1), 34(3) and 5(2) GDPR",
        ),
        example: Words::new(
            "Fråga 33: nej. Fråga 35: tom.",
            "Question 33: no. Question 35: blank.",
        ),
        run: Run::Each(missing_reason_not_informing),
    },
    Rule {
        code: ANSWERED_THOUGH_NOT_SHOWN,
        name: "answered-though-not-shown",
        title: Words::new(
            "Svar på en fråga som inte ska visas",
            "Answer to a question that is not shown",
        ),
        severity: Severity::Warning,
        or: Some(&[(
            Severity::Error,
            Words::new(
                "för fråga 13 när fråga 12 är ja och fråga 22 när fråga 21 är nej",
                "for question 13 where question 12 is yes and question 22 where question 21 is no",
            ),
        )]),
        message: Words::new(
            "”{part}”{at_question} är besvarad fast den inte ska visas efter svaret på fråga {decider}.",
            "\"{part}\"{at_question} is answered although the answer to question {decider} does not show it.",
        ),
        why: Words::new(
            "Svaren säger emot varandra, eller så ändrades det tidigare svaret i efterhand.",
            "The answers contradict each other, or the earlier one was changed after the later was given.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga 12: ja, incidenten pågår. Fråga 13: den upphörde den 4 mars.",
            "Question 12: yes, the breach is ongoing. Question 13: it ended on 4 March.",
        ),
        run: Run::Declared,
    },
    Rule {
        code: OTHER_WITHOUT_COMMENT,
        name: "other-without-comment",
        title: Words::new("”Övrigt” utan kommentar", "“Other” without a comment"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "I ”{part}”{at_question} är ”Övrigt” valt utan kommentar.",
            "In \"{part}\"{at_question} \"Other\" is chosen without a comment.",
        ),
        why: Words::new(
            "Formuläret ber om en kommentar vid ”Övrigt”; utan den säger svaret inget.",
            "The form asks for a comment at \"Other\"; without it the answer says nothing.",
        ),
        basis: FORM,
        example: Words::new(
            "Fråga 18: ”Övrigt”, kommentaren tom.",
            "Question 18: \"Other\", comment blank.",
        ),
        run: Run::Each(other_without_comment),
    },
    Rule {
        code: UNKNOWN_AND_NO_SUPPLEMENT,
        name: "unknown-and-no-supplement",
        title: Words::new(
            "Okänt svar, ingen komplettering utlovad",
            "Answer unknown, no supplement promised",
        ),
        severity: Severity::Warning,
        or: Some(&[(
            Severity::Info,
            Words::new("för fråga 24", "for question 24"),
        )]),
        message: Words::new(
            "”{part}”{at_question} är okänt, och ingen komplettering är utlovad (fråga {supplement}).",
            "\"{part}\"{at_question} is unknown, and no supplement is promised (question {supplement}).",
        ),
        why: Words::new(
            "Uppgifter som saknas får lämnas senare, men de ska lämnas. Här utlovas ingen komplettering.",
            "What is missing may be given in phases, but is to be given. Here no further phase is promised.",
        ),
        basis: IN_PHASES,
        example: Words::new(
            "Fråga 23: okänt. Fråga 36: nej.",
            "Question 23: unknown. Question 36: no.",
        ),
        run: Run::Each(unknown_and_no_supplement),
    },
    Rule {
        code: MISSING_ORGANISATION_NUMBER,
        name: "missing-organisation-number",
        title: Words::new("Organisationsnummer saknas", "Organisation number missing"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Organisationsnummer saknas.",
            "The organisation number is missing.",
        ),
        why: Words::new(
            "En enskild näringsidkare får lämna fältet tomt, men anmälningar från samma organisation kan då inte föras samman.",
            "A sole trader may leave it blank, but filings of one organisation then cannot be brought together.",
        ),
        basis: FORM,
        example: Words::new("Fråga 2 är tom.", "Question 2 is blank."),
        run: Run::Each(missing_organisation_number),
    },
    Rule {
        code: MISSING_CONTACT_ROLE,
        name: "missing-contact-role",
        title: Words::new(
            "Kontaktpersonens roll saknas",
            "Role of the contact person missing",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Kontaktpersonens roll är inte angiven.",
            "The role of the contact person is not given.",
        ),
        why: Words::new(
            "Anmälan ska innehålla namn på och kontaktuppgifter för dataskyddsombudet eller en annan kontaktpunkt; rollen visar vilket det är.",
            "The notification shall name the data protection officer or another contact point; the role tells which.",
        ),
        basis: Words::new(
            "Artikel 33.3 b dataskyddsförordningen",
            "Article 33(3)(b) GDPR",
        ),
        example: Words::new("Fråga 6 är tom.", "Question 6 is blank."),
        run: Run::Each(missing_contact_role),
    },
    Rule {
        code: MISSING_CLASSIFICATION,
        name: "missing-classification",
        title: Words::new(
            "Uppgift för statistiken saknas",
            "Answer for the statistics missing",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "”{part}”{at_question} är inte besvarad.",
            "\"{part}\"{at_question} is not answered.",
        ),
        why: Words::new(
            "Statistiken bygger på frågorna om upptäckt, orsak, sektor, verksamhetsområde och kryptering. Varje obesvarad fråga gör underlaget mindre.",
            "Discovery, cause, sector, area and encryption carry the statistics. A question left open makes their base smaller.",
        ),
        basis: FORM,
        example: Words::new("Fråga 18, orsak, är tom.", "Question 18, cause, is blank."),
        run: Run::Each(missing_classification),
    },
    Rule {
        code: ACTION_INCOMPLETE,
        name: "action-incomplete",
        title: Words::new("Ofullständig åtgärd", "Incomplete action"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "En åtgärd har {given} men saknar {missing}.",
            "An action has {given} but lacks {missing}.",
        ),
        why: Words::new(
            "En åtgärd utan datum kan inte jämföras med upptäckten; ett datum utan text säger inte vad som gjordes.",
            "An action without a date cannot be set against the discovery; a date without a text does not say what was done.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Datum 2024-03-04, åtgärd tom.",
            "Date 2024-03-04, action blank.",
        ),
        run: Run::Each(action_incomplete),
    },
];
