//! What the styles of a page hide: its own style sheets, and those of single elements.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use crate::shown::{Clock, Fault};

/// The most rules of style sheets that are looked at.
const MOST_RULES: usize = 1_000;
/// The longest selector that is looked at, in bytes.
const MOST_SELECTOR: usize = 1_000;

/// The properties and values of a style.
pub(super) fn declared(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = style.split(';').filter_map(|one| one.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether declarations of a style hide what they are for.
pub(super) fn hides(style: &str) -> bool {
    declared(style).any(|(property, value)| {
        let value = value.trim_end_matches("!important").trim_end();
        let is = |name: &str, hiding: &str| {
            property.eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(hiding)
        };
        is("display", "none") || is("visibility", "hidden") || is("visibility", "collapse")
    })
}

/// The elements that the page's own style sheets hide. Rules within others, such as those
/// for printing, do not count.
pub(super) fn hidden(tree: &Html, clock: &mut Clock) -> Result<HashSet<NodeId>, Fault> {
    let elements = || tree.tree.nodes().filter_map(ElementRef::wrap);
    let sheets: String = elements()
        .filter(|one| one.value().name() == "style")
        .flat_map(|one| one.text())
        .collect();
    let selectors: Vec<Selector> = rules(&sheets)
        .take(MOST_RULES)
        .filter(|(selector, style)| selector.len() <= MOST_SELECTOR && hides(style))
        .filter_map(|(selector, _)| Selector::parse(selector.trim()).ok())
        .collect();
    let mut hidden = HashSet::new();
    for one in elements() {
        for selector in &selectors {
            clock.step()?;
            if selector.matches(&one) {
                hidden.insert(one.id());
            }
        }
    }
    Ok(hidden)
}

/// The rules of a style sheet that stand by themselves: selector and declarations.
fn rules(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = sheet;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("/*") {
                rest = comment.split_once("*/")?.1;
                continue;
            }
            let (selector, after) = rest.split_once('{')?;
            if !selector.starts_with('@') {
                let (style, after) = after.split_once('}')?;
                rest = after;
                return Some((selector, style));
            }
            let mut open = 1_usize;
            let end = after.find(|sign| {
                match sign {
                    '{' => open += 1,
                    '}' => open -= 1,
                    _ => {}
                }
                open == 0
            })?;
            rest = &after[end + 1..];
        }
    })
}
