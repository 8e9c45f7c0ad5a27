//! `form`: a form edition as text, Markdown or JSON Schema of the JSON input.

use clap::{Args, ValueEnum};

use crate::cli::{print, sources};
use crate::config::Language;
use crate::form::{Edition, print as printed};

/// What `form` takes.
#[derive(Debug, Args)]
pub(super) struct FormOptions {
    /// The edition: a name, or a file .toml [default: the newest]
    name: Option<String>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    #[value(alias = "markdown")]
    Md,
    JsonSchema,
}

/// Prints an edition.
pub(super) fn run(options: &FormOptions, language: Language) -> anyhow::Result<u8> {
    let edition = match &options.name {
        None => Edition::newest(),
        Some(name) => sources::named_edition(name)?,
    };
    print(&match options.format {
        Format::Text => printed::text(edition, language),
        Format::Md => printed::markdown(edition, language),
        Format::JsonSchema => serde_json::to_string_pretty(&printed::json_schema(edition))? + "\n",
    })
}
