//! A page of the web (HTML) as a browser shows it: its text, a line for each block, with the
//! state of check boxes and radio buttons as marks. The form is not known here.
//!
//! What a browser does not show is no text: scripts, styles, and what is hidden by an
//! attribute, by a class for readers of screens, or by a plain rule of the page's own style
//! sheet. Neither are captions of buttons, and what the page has at its foot. Letters that are there and not
//! seen, as those in the colour of what lies behind them, are masked.

use std::collections::HashMap;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::node::Element;
use scraper::{ElementRef, Html, HtmlTreeSink, Node};

use super::hiding::{declared, hides, is_aside, is_out_of_sight};
use super::style::{Seen, of_sheets};
use super::symbols;
use super::text::Text;
use super::{Clock, Fault};

mod lists;

/// The largest page, in bytes.
pub(crate) const MOST_BYTES: usize = 16 << 20;
/// The most nodes of the tree that is built from a page; a copy of the form has some thousands.
const MOST_NODES: usize = 200_000;
/// How far into a page its first tag is looked for, in bytes.
const HEAD: usize = 400;
/// How deep elements may nest. Browsers stop at about half of it.
const DEEPEST: usize = 1_000;
/// How much is parsed before nodes and depth are looked at again, in bytes. Some tags repeat
/// all that are open, so a short text may make many nodes.
const PIECE: usize = 64;

/// Elements that begin and end a line. A cell of a table is one: in a browser it stands apart
/// from its neighbours.
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "ul",
];
/// Elements with which a page begins, or the part of one that mails send.
const FIRST: [&str; 20] = [
    "body", "br", "center", "div", "font", "h1", "h2", "h3", "head", "html", "main", "meta", "ol",
    "p", "pre", "section", "span", "style", "table", "ul",
];
/// Elements whose blanks and line ends count.
const KEPT: [&str; 3] = ["listing", "plaintext", "pre"];
/// Elements whose content a browser does not show.
const UNSEEN: [&str; 15] = [
    "audio", "canvas", "datalist", "del", "head", "iframe", "noframes", "noscript", "object", "rp",
    "script", "style", "template", "title", "video",
];
/// Kinds of inputs whose value stands on the page.
const VALUES: [&str; 12] = [
    "",
    "date",
    "datetime-local",
    "email",
    "month",
    "number",
    "search",
    "tel",
    "text",
    "time",
    "url",
    "week",
];

/// Whether bytes begin as a page does.
pub(crate) fn begins(head: &[u8]) -> bool {
    let head = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let head = &head[..head.len().min(HEAD)];
    let starts = |word: &[u8]| {
        head.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let holds = |word: &[u8]| {
        head.windows(word.len())
            .any(|part| part.eq_ignore_ascii_case(word))
    };
    let begins_with_tag = || {
        let name = head.strip_prefix(b"<").unwrap_or_default();
        let end = name.iter().take_while(|byte| byte.is_ascii_alphanumeric());
        let (name, after) = name.split_at(end.count());
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let is_tag = FIRST.binary_search(&name.as_str()).is_ok();
        is_tag
            && after
                .first()
                .is_some_and(|sign| b"> \r\n\t/".contains(sign))
    };
    starts(b"<!doctype html")
        || begins_with_tag()
        || (starts(b"<?xml") || starts(b"<!--")) && holds(b"<html")
}

/// The text of a page. Each line ends with a line feed. Where any check box or radio button
/// is ticked, each of them is a mark, `☐ ` or `☒ `, before its words.
///
/// # Errors
/// The page is larger than any copy, or takes too long.
pub(crate) fn shown(page: &str, mut clock: Clock) -> Result<String, Fault> {
    let tree = parsed(page, &mut clock)?;
    let sheets = sheets(&tree);
    let styles = of_sheets(&tree, &sheets, &mut clock)?;
    let of_sheets = |node: NodeId| styles.get(&node).map(Vec::as_slice).unwrap_or_default();
    let marks = marks(&tree);
    let is_saved = lists::is_any_chosen(&tree);
    let mut text = Text::default();
    // How letters look within the open elements, the innermost last.
    let mut looks = vec![Seen::default()];
    // The element that is passed over at present.
    let mut passed = None;
    // The fonts that open elements name, the innermost last.
    let mut fonts: Vec<(NodeId, &str)> = Vec::new();
    for edge in tree.tree.root().traverse() {
        clock.step()?;
        match edge {
            Edge::Open(node) if passed.is_none() => match node.value() {
                Node::Text(words) => {
                    let look = looks.last().copied().unwrap_or_default();
                    let is_seen = !look.is_unseen();
                    text.raise(look.look.is_raised);
                    match fonts.last() {
                        Some((_, font)) if is_seen => {
                            let shown = words.chars().map(|sign| symbols::shown(font, sign));
                            text.words(&shown.collect::<String>());
                        }
                        _ => text.looking(words, is_seen),
                    }
                }
                Node::Element(element) => {
                    let of_sheets = of_sheets(node.id());
                    let of_both = of_sheets.iter().copied().chain(element.attr("style"));
                    let around = looks.last().copied().unwrap_or_default();
                    let look = around.within(element, &of_both);
                    looks.push(look);
                    begin(element, &mut text);
                    if element.name() == "li" {
                        text.number(ElementRef::wrap(node).and_then(lists::number));
                    }
                    fonts.extend(font(element).map(|font| (node.id(), font)));
                    if let Some(is_ticked) = marks.get(&node.id()) {
                        text.mark(*is_ticked);
                    }
                    let one = ElementRef::wrap(node);
                    if is_hidden(element)
                        || of_sheets.iter().any(|style| hides(style))
                        || one.is_some_and(is_aside)
                        || is_out_of_sight(&of_both)
                    {
                        passed = Some(node.id());
                    } else if let Some(answer) = one.and_then(|one| answer(one, is_saved)) {
                        text.end_line();
                        text.keep();
                        text.looking(&answer, !look.is_unseen());
                        text.fold();
                        text.end_line();
                        passed = Some(node.id());
                    }
                }
                _ => {}
            },
            Edge::Close(node) if passed.is_none() || passed == Some(node.id()) => {
                passed = None;
                if let Node::Element(element) = node.value() {
                    end(element, &mut text);
                    if element.name() == "li" {
                        text.number(None);
                    }
                    looks.pop();
                }
                fonts.pop_if(|(of, _)| *of == node.id());
            }
            _ => {}
        }
    }
    Ok(text.finish())
}

/// The tree of a page, built as HTML5 says.
fn parsed(page: &str, clock: &mut Clock) -> Result<Html, Fault> {
    if page.len() > MOST_BYTES {
        return Err(Fault::Limits);
    }
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = html5ever::parse_document(sink, html5ever::ParseOpts::default());
    let mut rest = page;
    while !rest.is_empty() {
        clock.step()?;
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        let tree = &parser.tokenizer.sink.sink.0.borrow().tree;
        let depth = || {
            tree.nodes()
                .next_back()
                .map_or(0, |last| last.ancestors().count())
        };
        if tree.values().len() > MOST_NODES || depth() > DEEPEST {
            return Err(Fault::Limits);
        }
    }
    Ok(parser.finish())
}

/// The style sheets that stand in a page.
fn sheets(tree: &Html) -> String {
    let elements = tree.tree.nodes().filter_map(ElementRef::wrap);
    let sheets = elements.filter(|one| one.value().name() == "style");
    sheets.flat_map(|one| one.text()).collect()
}

/// What an element does to the text before its content.
fn begin(element: &Element, text: &mut Text) {
    if is_one_of(&BLOCKS, element) {
        text.end_line();
    }
    if is_one_of(&KEPT, element) {
        text.keep();
    }
}

/// What it does after its content.
fn end(element: &Element, text: &mut Text) {
    if is_one_of(&BLOCKS, element) {
        text.end_line();
    }
    if is_one_of(&KEPT, element) {
        text.fold();
    }
}

fn is_one_of(names: &[&str], element: &Element) -> bool {
    names.binary_search(&element.name()).is_ok()
}

/// Whether an element is hidden by what it is, or by its own attributes.
fn is_hidden(element: &Element) -> bool {
    is_one_of(&UNSEEN, element)
        || element.attr("hidden").is_some()
        || element.name() == "dialog" && element.attr("open").is_none()
        || element.attr("style").is_some_and(hides)
}

/// The font that an element names first by its own attributes.
fn font(element: &Element) -> Option<&str> {
    let by_style =
        |style| declared(style).find(|(name, _)| name.eq_ignore_ascii_case("font-family"));
    let named = match element.attr("style").and_then(by_style) {
        Some((_, fonts)) => fonts,
        None => element.attr("face").filter(|_| element.name() == "font")?,
    };
    let first = named.split(',').next()?;
    Some(first.trim_matches([' ', '"', '\'']))
}

/// Where marks stand, and whether they are ticks: before the label that belongs to a check box
/// or radio button, else at its own place. None where no box is ticked at all: then the page
/// was saved without the state of its boxes.
fn marks(tree: &Html) -> HashMap<NodeId, bool> {
    let elements = || tree.tree.nodes().filter_map(ElementRef::wrap);
    let labels: HashMap<&str, NodeId> = elements()
        .filter(|one| one.value().name() == "label")
        .filter_map(|one| Some((one.value().attr("for")?, one.id())))
        .collect();
    let place = |one: ElementRef| {
        let within = one
            .ancestors()
            .find(|around| {
                around
                    .value()
                    .as_element()
                    .is_some_and(|it| it.name() == "label")
            })
            .map(|label| label.id());
        let named = || one.value().id().and_then(|id| labels.get(id).copied());
        within.or_else(named).unwrap_or(one.id())
    };
    let marks: HashMap<NodeId, bool> = elements()
        .filter_map(|one| Some((place(one), ticked(one.value())?)))
        .collect();
    if marks.values().any(|is_ticked| *is_ticked) {
        marks
    } else {
        HashMap::new()
    }
}

/// Whether a box is ticked; `None` for what is no box.
fn ticked(element: &Element) -> Option<bool> {
    let is_on = |name: &str| element.attr(name).is_some_and(|value| value == "true");
    if element.name() == "input" {
        let kind = element.attr("type").unwrap_or_default();
        let is_box = kind.eq_ignore_ascii_case("checkbox") || kind.eq_ignore_ascii_case("radio");
        return is_box.then(|| element.attr("checked").is_some() || is_on("aria-checked"));
    }
    let is_box = matches!(
        element.attr("role"),
        Some("checkbox" | "radio" | "menuitemcheckbox")
    );
    is_box.then(|| is_on("aria-checked"))
}

/// What stands in a field that can be filled in; `None` for other elements. `is_saved` says
/// whether any list of the page has what was chosen.
fn answer(element: ElementRef, is_saved: bool) -> Option<String> {
    let named = element.value();
    let attribute = |name| named.attr(name).unwrap_or_default().to_owned();
    match named.name() {
        "input" => {
            let kind = attribute("type").to_ascii_lowercase();
            VALUES
                .binary_search(&kind.as_str())
                .ok()
                .map(|_| attribute("value"))
        }
        "textarea" => Some(element.text().collect()),
        "select" => Some(lists::chosen(element, is_saved)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
