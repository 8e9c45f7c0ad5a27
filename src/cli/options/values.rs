//! What the values of options may be: ranges, dates, formats, what restricts a
//! run. A mistake names its option and what to write.

use std::fmt::Display;

use crate::cli::complaint::complaint;
use crate::cli::groups::{Selection, YEARS};
use crate::config::suggestion::instead;
use crate::config::{CellRule, Filter, REPORT_FORMATS, ReportFormat, Words};
use crate::moment::parse_stamp;
use crate::value::{Organisation, OrganisationNumber, composed, mask};

/// The report formats.
pub(super) fn formats(names: Option<Vec<String>>) -> anyhow::Result<Vec<ReportFormat>> {
    let Some(names) = names else {
        return Ok(ReportFormat::usual());
    };
    let format = |name: &String| {
        let (name, known) = (name.trim(), REPORT_FORMATS.map(|about| about.name));
        ReportFormat::named(name).ok_or_else(|| {
            let none = Words::new(
                "--formats: det finns inget format `{name}`; {instead}",
                "--formats: there is no format `{name}`; {instead}",
            );
            complaint(
                none.with("name", name)
                    .within("instead", instead(name, &known)),
            )
        })
    };
    names.iter().map(format).collect()
}

/// What becomes of small cells.
pub(super) fn cell_rule(min_cell: Option<u64>, round_to: Option<u64>) -> anyhow::Result<CellRule> {
    match (min_cell, round_to) {
        (None, None) => Ok(CellRule::AsCounted),
        (Some(least @ 2..=1000), None) => Ok(CellRule::AtLeast(least)),
        (Some(least), None) => Err(complaint(
            Words::new(
                "--min-cell: {least} är inte mellan 2 och 1000",
                "--min-cell: {least} is not between 2 and 1000",
            )
            .with("least", least),
        )),
        (None, Some(multiple @ (5 | 10))) => Ok(CellRule::RoundTo(multiple)),
        (None, Some(multiple)) => Err(complaint(
            Words::new(
                "--round-to: 5 eller 10, inte {multiple}",
                "--round-to: 5 or 10, not {multiple}",
            )
            .with("multiple", multiple),
        )),
        (Some(_), Some(_)) => Err(complaint(Words::new(
            "--min-cell och --round-to utesluter varandra; välj en",
            "--min-cell and --round-to exclude each other; choose one",
        ))),
    }
}

/// A number within the range of its option: a file may have it, which clap does not see.
pub(super) fn within<N: PartialOrd + Display + Copy>(
    option: &str,
    number: Option<N>,
    least: N,
    most: N,
) -> anyhow::Result<Option<N>> {
    match number {
        Some(number) if number < least || number > most => Err(complaint(
            Words::new(
                "{option}: {number} är inte mellan {least} och {most}",
                "{option}: {number} is not between {least} and {most}",
            )
            .with("option", option)
            .with("number", number)
            .with("least", least)
            .with("most", most),
        )),
        fit => Ok(fit),
    }
}

/// The run's clock.
pub(super) fn as_of(text: Option<&str>) -> anyhow::Result<jiff::Timestamp> {
    let Some(text) = text else {
        return Ok(jiff::Timestamp::now());
    };
    let Some(stamp) = parse_stamp(text) else {
        let text = mask(text);
        return Err(complaint(Words::new(
"--as-of: `{text}` är varken datum eller tidpunkt, som 2024-06-01 eller 2024-06-01T12:00+02:00",
"--as-of: `{text}` is no date or date-time, such as 2024-06-01 or 2024-06-01T12:00+02:00",
).with("text", text)));
    };
    let seconds = i64::from(stamp.value.earliest.0) * 60;
    jiff::Timestamp::from_second(seconds).map_err(|_| {
        complaint(Words::new(
            "--as-of ligger utanför kalendern",
            "--as-of is out of range",
        ))
    })
}

/// What restricts tables, records and findings.
pub(super) fn filter(given: &Selection) -> anyhow::Result<Filter> {
    let date = |option: &str, text: Option<&str>| -> anyhow::Result<Option<jiff::civil::Date>> {
        text.map(|text| {
            text.parse().map_err(|_| {
                let text = mask(text);
                complaint(
                    Words::new(
                        "{option}: `{text}` är inget datum, som 2024-06-01",
                        "{option}: `{text}` is no date, such as 2024-06-01",
                    )
                    .with("option", option)
                    .with("text", text),
                )
            })
        })
        .transpose()
    };
    let from = date("--from", given.from.as_deref())?;
    let to = date("--to", given.to.as_deref())?;
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(complaint(
            Words::new(
                "--from {from} är efter --to {to}",
                "--from {from} is after --to {to}",
            )
            .with("from", from)
            .with("to", to),
        ));
    }
    let year = |option, year| within(option, year, *YEARS.start() as i16, *YEARS.end() as i16);
    let (period, against) = (
        year("--period", given.period)?,
        year("--against", given.against)?,
    );
    if period.is_some() && period == against {
        return Err(complaint(Words::new(
            "--period och --against är samma år; ange två olika",
            "--period and --against are the same year; name two",
        )));
    }
    if period.is_some() && (from.is_some() || to.is_some()) {
        return Err(complaint(Words::new(
            "--period utesluter --from och --to; välj ett av dem",
            "--period excludes --from and --to; choose one of them",
        )));
    }
    let organisation = given
        .organisation
        .as_deref()
        .map(|text| match OrganisationNumber::parse(text) {
            Organisation::Valid { number, .. } => Ok(number.to_string()),
            _ => Err(complaint(Words::new(
                "--organisation: inget organisationsnummer, som 212000-0142",
                "--organisation: not an organisation number, such as 212000-0142",
            ))),
        })
        .transpose()?;
    let equal = given
        .r#where
        .iter()
        .flatten()
        .map(|pair| {
            let Some((field, value)) = pair.split_once('=') else {
                let pair = mask(pair);
                return Err(complaint(
                    Words::new(
                        "--where: `{pair}` är inte FÄLT=VÄRDE, som sector=public",
                        "--where: `{pair}` is not FIELD=VALUE, such as sector=public",
                    )
                    .with("pair", pair),
                ));
            };
            // What they mean is told with the form editions at hand.
            Ok((field.trim().to_owned(), composed(value.trim()).into_owned()))
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(Filter {
        from,
        to,
        organisation,
        equal,
        period,
        against,
    })
}

/// The dimensions of one `--cross`.
pub(super) fn dimensions(cross: &str) -> anyhow::Result<Vec<String>> {
    let names: Vec<String> = cross
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    if !(2..=3).contains(&names.len()) {
        let many = names.len();
        return Err(complaint(Words::new(
"--cross: dimensioner i `{cross}`: {many}; två eller tre behövs, som sector,severity",
"--cross: dimensions in `{cross}`: {many}; two or three are needed, such as sector,severity",
).with("cross", cross).with("many", many)));
    }
    if let Some(twice) = (1..names.len()).find(|at| names[..*at].contains(&names[*at])) {
        let twice = &names[twice];
        return Err(complaint(
            Words::new(
                "--cross: `{cross}` har `{twice}` två gånger; dimensionerna måste vara olika",
                "--cross: `{cross}` names `{twice}` twice; the dimensions must differ",
            )
            .with("cross", cross)
            .with("twice", twice),
        ));
    }
    Ok(names)
}
