//! The templates as texts: the page around its content, and each picture, in the page and as a
//! file of its own. Every text is escaped, so that none becomes markup.

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, context};

use crate::report::html::chart::Chart;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const TEMPLATES: [(&str, &str); 4] = [
    ("page", include_str!("page.html")),
    ("content", include_str!("content.html")),
    ("picture", include_str!("picture.svg")),
    (
        "alone",
        "{% from \"picture\" import picture %}{{ picture(chart, none) }}",
    ),
];

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    environment.set_syntax(syntax.build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write);
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    Ok(environment)
}

/// The page around its content. The word that lets its script run is made of the content, so
/// that no text within can hold it.
pub(super) fn page(shown: Value) -> Result<String, Error> {
    let environment = environment()?;
    let content = environment.get_template("content")?.render(&shown)?;
    let nonce = blake3::hash(content.as_bytes()).to_hex();
    let safe = |text: &str| Value::from_safe_string(text.to_owned());
    environment.get_template("page")?.render(context! {
        nonce => &nonce[..32],
        style => safe(STYLE),
        script => safe(SCRIPT),
        content => Value::from_safe_string(content),
        ..shown
    })
}

/// Each picture as a file of its own: what the page has, with its name.
pub(super) fn pictures(charts: &[&Chart]) -> Result<Vec<(String, String)>, Error> {
    let environment = environment()?;
    let template = environment.get_template("alone")?;
    let picture = |chart: &&Chart| {
        let svg = template.render(context! { chart => Serde(chart) })?;
        Ok((chart.id.clone(), svg + "\n"))
    };
    charts.iter().map(picture).collect()
}

/// Writes a value: our own markup as it is, any other text escaped.
fn write(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    let text = match (value.kind(), value.as_str()) {
        (ValueKind::Undefined, _) => return Err(ErrorKind::UndefinedError.into()),
        (_, Some(text)) if value.is_safe() => return Ok(out.write_str(text)?),
        (_, Some(text)) => escaped(text),
        _ => Cow::Owned(escaped(&value.to_string()).into_owned()),
    };
    Ok(out.write_str(&text)?)
}

/// A text that is no markup, without signs that change what stands around it: control
/// characters but for line breaks, those that turn the direction of writing, and those that no XML
/// may hold.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(may_change) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push('\n'),
            '\u{fffe}' | '\u{ffff}' => {}
            sign if sign.is_control() || turns(sign) => {}
            sign => out.push(sign),
        }
    }
    Cow::Owned(out)
}

/// Whether a sign that begins with this byte may be another in markup. Most texts have none.
const fn may_change(byte: u8) -> bool {
    matches!(
        byte,
        0..0x20 | 0x7f | b'&' | b'<' | b'>' | b'"' | b'\'' | 0xc2 | 0xd8 | 0xe2 | 0xef
    )
}

/// Whether a sign changes the direction of writing.
fn turns(sign: char) -> bool {
    matches!(
        sign,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\u{7}\u{202e}\u{ffff}x\n\u{85}"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;x\n"
        );
    }
}
