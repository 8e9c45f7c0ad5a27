//! `dimensions`: what `--cross` and `--where` take, with the values in both languages.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::cli::{print, sources};
use crate::config::{Language, Words};
use crate::statistics::{self, Listed};

/// What `dimensions` takes.
#[derive(Debug, Args)]
pub(super) struct DimensionsOptions {
    /// Only this one, with all its values: an id, a column or a title
    name: Option<String>,
    /// The form edition whose options are listed: a name, or a file .toml [default: all]
    #[arg(long, value_name = "NAME|FILE")]
    form: Option<String>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How many values of each are listed where all dimensions are.
const FEW: usize = 8;

/// Prints the dimensions.
pub(super) fn run(options: &DimensionsOptions, language: Language) -> anyhow::Result<u8> {
    let editions = match &options.form {
        Some(name) => vec![sources::edition(name)?],
        None => sources::editions(None)?,
    };
    let mut listed = statistics::listed(&editions);
    if let Some(name) = &options.name {
        let id = statistics::dimension_id(name, &editions);
        let id = id.map_err(|refusal| crate::cli::complaint::complaint(refusal.wording()))?;
        listed.retain(|own| own.id == id);
    }
    let most = if options.name.is_some() {
        usize::MAX
    } else {
        FEW
    };
    print(&match options.output_format {
        Format::Json => {
            let all: Vec<_> = listed.iter().map(json).collect();
            serde_json::to_string_pretty(&all)? + "\n"
        }
        Format::Text => text(&listed, language, most),
    })
}

fn json(own: &Listed) -> serde_json::Value {
    let both = |text: &crate::config::Message| {
        let of = |language| text.get(language);
        json!({ "sv": of(Language::Sv), "en": of(Language::En) })
    };
    let values = own
        .values
        .iter()
        .map(|(code, label)| json!({ "code": code, "label": both(label) }));
    json!({
        "id": own.id,
        "column": own.column,
        "title": both(&own.title),
        "example": own.example,
        "values": values.collect::<Vec<_>>(),
    })
}

/// Each dimension with its title, and below it its values: the code, and the label in both
/// languages where they differ.
fn text(listed: &[Listed], language: Language, most: usize) -> String {
    let mut lines = vec![INTRODUCTION.get(language).to_owned()];
    for own in listed {
        lines.push(format!("\n{}  {}", own.id, own.title.get(language)));
        if let Some(example) = &own.example {
            let words = Words::new("som {example}", "such as {example}");
            let words = words.with("example", example);
            lines.push(format!("    {}", words.get(language)));
        }
        for (code, label) in own.values.iter().take(most) {
            let [sv, en] = [Language::Sv, Language::En].map(|language| label.get(language));
            let both = if sv == en { sv } else { format!("{sv} / {en}") };
            lines.push(if both == *code {
                format!("    {code}")
            } else {
                format!("    {code:32}  {both}")
            });
        }
        let more = own.values.len().saturating_sub(most);
        if more > 0 {
            let words = Words::new(
                "… och {more} till: breach-audit dimensions {id}",
                "… and {more} more: breach-audit dimensions {id}",
            );
            let words = words.with("more", more).with("id", own.id);
            lines.push(format!("    {}", words.get(language)));
        }
    }
    lines.join("\n") + "\n"
}

const INTRODUCTION: Words = Words::new(
    "Det som --cross och --where tar: dimensionens namn, och för --where ett värde (kod, eller benämning på något av språken).\nOckså svar som saknas kan anges: (blank), (unknown), (undeterminable), (not shown), (not asked).",
    "What --cross and --where take: the name of the dimension, and for --where a value (a code, or a label in either language).\nAnswers that are missing can be named, too: (blank), (unknown), (undeterminable), (not shown), (not asked).",
);
