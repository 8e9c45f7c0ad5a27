//! What the styles of a page do to what is seen of it: its own style sheets, and those of
//! single elements. Some elements are hidden, and some letters have the colour of what lies
//! behind them.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::node::Element;
use scraper::{ElementRef, Html, Selector};

use crate::shown::colour::{Colour, Look};
use crate::shown::css;
use crate::shown::hiding::{declared, hides, places, weighed};
use crate::shown::{Clock, Fault};

/// The most rules of style sheets that are looked at.
const MOST_RULES: usize = 4_000;
/// The longest selector that is looked at, in bytes.
const MOST_SELECTOR: usize = 1_000;
/// Letters of which less is laid on are not seen.
const FAINT: f32 = 0.06;
/// Links without a colour of their own.
const LINK: Colour = Colour([0.0, 0.0, 0.93]);
/// What is marked.
const MARKED: Colour = Colour([1.0, 1.0, 0.0]);

/// Whether declarations of a style say how letters or their ground look, or raise them.
fn paints(style: &str) -> bool {
    declared(style).any(|(property, _)| {
        let property = property.to_ascii_lowercase();
        PAINTING.binary_search(&property.as_str()).is_ok()
    })
}

/// The properties that say it.
const PAINTING: [&str; 13] = [
    "-webkit-background-clip",
    "-webkit-text-fill-color",
    "background",
    "background-clip",
    "background-color",
    "background-image",
    "color",
    "filter",
    "font",
    "font-size",
    "opacity",
    "text-shadow",
    "vertical-align",
];

/// The styles that the page's own style sheets give to its elements, the strongest last. Rules
/// within others, such as those for printing, do not count.
pub(super) fn of_sheets<'s>(
    tree: &Html,
    sheets: &'s str,
    clock: &mut Clock,
) -> Result<HashMap<NodeId, Vec<&'s str>>, Fault> {
    let mut rules = Vec::new();
    let relevant =
        sheet_rules(sheets).filter(|(_, style)| hides(style) || paints(style) || places(style));
    for (selectors, style) in relevant.take(MOST_RULES) {
        clock.step()?;
        if selectors.len() <= MOST_SELECTOR {
            rules.extend(each(selectors).filter_map(|selector| Rule::new(selector, style)));
        }
    }
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, rule) in rules.iter().enumerate() {
        by_key.entry(rule.key.clone()).or_default().push(at);
    }
    let mut styles = HashMap::new();
    if rules.is_empty() {
        return Ok(styles);
    }
    for one in tree.tree.nodes().filter_map(ElementRef::wrap) {
        let element = one.value();
        let classes = element.classes().map(|class| format!(".{class}"));
        let keys = classes
            .chain(element.id().map(|id| format!("#{id}")))
            .chain([element.name().to_owned(), String::new()]);
        let mut found = Vec::new();
        for at in keys.filter_map(|key| by_key.get(&key)).flatten() {
            clock.step()?;
            if rules[*at].selector.matches(&one) {
                found.push((rules[*at].weight, *at));
            }
        }
        if !found.is_empty() {
            found.sort_unstable();
            let found = found.iter().map(|(_, at)| rules[*at].style).collect();
            styles.insert(one.id(), found);
        }
    }
    Ok(styles)
}

/// A style with what it is for.
struct Rule<'s> {
    /// What the last element of the selector has: `.class`, `#id`, its name, or nothing.
    key: String,
    selector: Selector,
    /// How many identities, classes and names it asks for: of two rules the more exact counts.
    weight: [usize; 3],
    style: &'s str,
}

impl<'s> Rule<'s> {
    /// `None` for what is never so on a page at rest, and for what is not known.
    fn new(selector: &str, style: &'s str) -> Option<Self> {
        let parsed = Selector::parse(selector).ok()?;
        let count = |signs: &[char]| selector.matches(signs).count();
        let begins_name = |at: usize, sign: char| {
            sign.is_ascii_alphabetic()
                && (at == 0 || selector.as_bytes()[at - 1].is_ascii_whitespace())
        };
        let names = selector
            .char_indices()
            .filter(|(at, sign)| begins_name(*at, *sign))
            .count();
        Some(Self {
            key: key(selector),
            selector: parsed,
            weight: [count(&['#']), count(&['.', '[', ':']), names],
            style,
        })
    }
}

/// What the last element of a selector has for certain; nothing where that is not plain.
fn key(selector: &str) -> String {
    let is_plain = |sign: char| {
        sign.is_ascii_alphanumeric()
            || matches!(sign, '.' | '#' | '-' | '_' | ' ' | '>' | '+' | '~')
    };
    if !selector.chars().all(is_plain) {
        return String::new();
    }
    let last = selector
        .rsplit([' ', '>', '+', '~'])
        .next()
        .unwrap_or_default();
    match last.rfind(['.', '#']) {
        Some(at) => last[at..].to_owned(),
        None => last.to_ascii_lowercase(),
    }
}

/// The selectors of a list.
fn each(selectors: &str) -> impl Iterator<Item = &str> {
    let mut open = 0_usize;
    let parts = selectors.split(move |sign| {
        match sign {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            _ => {}
        }
        sign == ',' && open == 0
    });
    parts.map(str::trim)
}

/// The rules of a style sheet that stand by themselves, or for all screens: selectors and
/// declarations.
fn sheet_rules(sheet: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = sheet;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_start();
            if let Some(comment) = rest.strip_prefix("/*") {
                rest = comment.split_once("*/")?.1;
                continue;
            }
            let sign = ["<!--", "-->", "}"]
                .iter()
                .find_map(|sign| rest.strip_prefix(sign));
            if let Some(after) = sign {
                rest = after;
                continue;
            }
            let end = rest.find(['{', ';'])?;
            if rest.starts_with('@') && rest.as_bytes()[end] == b';' {
                rest = &rest[end + 1..];
                continue;
            }
            let (selector, after) = rest.split_once('{')?;
            if !selector.starts_with('@') {
                let (style, after) = after.split_once('}')?;
                rest = after;
                return Some((selector, style));
            }
            if is_for_screens(selector) {
                rest = after;
                continue;
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

/// Whether rules within this one hold on any screen.
fn is_for_screens(rule: &str) -> bool {
    let rule = rule.to_ascii_lowercase();
    match rule.strip_prefix("@media") {
        Some(media) => media
            .split(',')
            .any(|one| matches!(one.trim(), "screen" | "all" | "only screen")),
        None => rule.starts_with("@layer") || rule.starts_with("@supports"),
    }
}

/// How the letters within an element look, as far as styles tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) look: Look,
    /// How little the colour of the letters lets through, and how little the element does.
    opacity: f32,
    of_element: f32,
    is_tiny: bool,
    /// Whether they are seen by something else than their colour.
    is_seen_otherwise: bool,
}

impl Default for Seen {
    /// Black letters on a white page.
    fn default() -> Self {
        Self {
            look: Look {
                ink: Some(Colour::BLACK),
                ..Look::default()
            },
            opacity: 1.0,
            of_element: 1.0,
            is_tiny: false,
            is_seen_otherwise: false,
        }
    }
}

impl Seen {
    /// Whether the letters are there and not seen.
    pub(super) fn is_unseen(self) -> bool {
        let Look { ink, ground, .. } = self.look;
        let opacity = self.opacity * self.of_element;
        let shade = ink
            .zip(ground)
            .map(|(ink, ground)| ink.over(ground, opacity));
        let shown = Look {
            ink: shade,
            ground,
            is_clear: opacity <= FAINT,
            ..self.look
        };
        self.is_tiny || !self.is_seen_otherwise && shown.is_unseen()
    }

    /// How those within an element look that stands in this one and has these styles, the
    /// strongest last.
    pub(super) fn within<'s>(
        self,
        element: &'s Element,
        styles: &(impl Iterator<Item = &'s str> + Clone),
    ) -> Self {
        let mut seen = self.before_styles(element);
        let mut fill = None;
        // The ground of the element itself, laid upon that around it.
        let mut ground = None;
        for important in [false, true] {
            for (name, value) in styles.clone().flat_map(declared) {
                let (value, is_important) = weighed(value);
                if is_important == important {
                    let name = name.to_ascii_lowercase();
                    match name.as_str() {
                        "background" | "background-color" | "background-image" => {
                            ground = laid_by(&name, value, ground);
                        }
                        "-webkit-text-fill-color" => fill = Some(value),
                        _ => seen.take(&name, value, self),
                    }
                }
            }
        }
        if let Some(fill) = fill {
            seen.take("color", fill, self);
        }
        match ground {
            Some(Ground::Unknown) => seen.look.ground = None,
            Some(Ground::Of(colour, opacity)) => seen.look.ground = seen.laid(colour, opacity),
            Some(Ground::Ink) => {
                let ink = seen.look.ink;
                seen.look.ground = ink.and_then(|ink| seen.laid(ink, seen.opacity));
            }
            None => {}
        }
        seen
    }

    /// A colour laid upon the ground.
    fn laid(&self, colour: Colour, opacity: f32) -> Option<Colour> {
        match self.look.ground {
            _ if opacity >= 1.0 => Some(colour),
            Some(ground) => Some(colour.over(ground, opacity)),
            None => None,
        }
    }

    /// What browsers do by themselves, and attributes say.
    fn before_styles(mut self, element: &Element) -> Self {
        let name = element.name();
        match name {
            "a" if element.attr("href").is_some() => {
                (self.look.ink, self.opacity) = (Some(LINK), 1.0);
            }
            "sup" => self.look.is_raised = true,
            "sub" => self.look.is_raised = false,
            "mark" => (self.look.ink, self.look.ground) = (Some(Colour::BLACK), Some(MARKED)),
            "button" | "input" | "select" | "textarea" => {
                let of_element = self.of_element;
                self = Self {
                    of_element,
                    ..Self::default()
                };
            }
            _ => {}
        }
        let ink = match name {
            "font" | "basefont" => element.attr("color"),
            "body" => element.attr("text"),
            _ => None,
        };
        if let Some(ink) = ink {
            (self.look.ink, self.opacity) = (css::of_attribute(ink), 1.0);
        }
        if let Some(ground) = element.attr("bgcolor") {
            self.look.ground = css::of_attribute(ground);
        }
        if element.attr("background").is_some() {
            self.look.ground = None;
        }
        self
    }

    /// Takes any other declaration.
    fn take(&mut self, name: &str, value: &str, around: Self) {
        let value = value.to_ascii_lowercase();
        let is_inherited = matches!(value.as_str(), "inherit" | "unset" | "currentcolor");
        match name {
            "color" if is_inherited => {
                (self.look.ink, self.opacity) = (around.look.ink, around.opacity);
            }
            "color" if matches!(value.as_str(), "initial" | "revert") => {
                (self.look.ink, self.opacity) = (Some(Colour::BLACK), 1.0);
            }
            "color" => {
                let found = css::colour(&value);
                self.look.ink = found.map(|(ink, _)| ink);
                self.opacity = found.map_or(1.0, |(_, opacity)| opacity);
            }
            "opacity" => {
                if let Some(opacity) = css::share(&value, 1.0) {
                    self.of_element = around.of_element * opacity;
                }
            }
            "filter" => {
                let of_filter = value.split_once("opacity(").map(|(_, after)| after);
                let share = of_filter.and_then(|after| css::share(after.split(')').next()?, 1.0));
                self.of_element *= share.unwrap_or(1.0);
            }
            "font-size" if !is_inherited => self.is_tiny = is_zero(&value),
            "font" if !is_inherited => {
                self.is_tiny = value
                    .split_ascii_whitespace()
                    .filter_map(|part| part.split('/').next())
                    .any(is_zero);
            }
            "vertical-align" => {
                self.look.is_raised = match value.as_str() {
                    "super" => true,
                    "sub" | "baseline" | "initial" => false,
                    _ => self.look.is_raised,
                }
            }
            "text-shadow" => self.is_seen_otherwise = value != "none",
            "background-clip" | "-webkit-background-clip" if value == "text" => {
                self.is_seen_otherwise = true;
            }
            _ => {}
        }
    }
}

/// What an element lays behind its letters.
#[derive(Debug, Clone, Copy)]
enum Ground {
    Unknown,
    Of(Colour, f32),
    /// The colour of the letters.
    Ink,
}

/// The ground of the element after a declaration of it.
fn laid_by(name: &str, value: &str, before: Option<Ground>) -> Option<Ground> {
    if value.eq_ignore_ascii_case("inherit") {
        return Some(Ground::Unknown);
    }
    if value.to_ascii_lowercase().contains("currentcolor") {
        return Some(Ground::Ink);
    }
    let resets = name == "background" || ["initial", "unset"].contains(&value);
    match css::within(value) {
        None if name == "background-image" => before,
        None if resets => None,
        Some(Some((colour, opacity))) if name != "background-image" => {
            Some(Ground::Of(colour, opacity))
        }
        _ => Some(Ground::Unknown),
    }
}

/// Whether a length is nothing.
fn is_zero(length: &str) -> bool {
    let end = length.find(|sign: char| sign.is_ascii_alphabetic() || sign == '%');
    let (number, unit) = length.split_at(end.unwrap_or(length.len()));
    unit.len() <= 4 && number.parse::<f32>() == Ok(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_order() {
        assert!(PAINTING.is_sorted());
    }

    #[test]
    fn rules_for_all_screens_count_and_others_do_not() {
        let sheet = "<!-- @charset \"x\"; .a{color:red} @media print{.b{color:red}} \
                     @media screen { .c{color:red} /* x */ .d{color:red} } .e , .f{color:red} -->";
        let rules: Vec<&str> = sheet_rules(sheet).map(|(one, _)| one.trim()).collect();
        assert_eq!(rules, [".a", ".c", ".d", ".e , .f"]);
        assert_eq!(
            each(".e , :is(.f, .g)").collect::<Vec<_>>(),
            [".e", ":is(.f, .g)"]
        );
        for (selector, found) in [
            ("p.a", ".a"),
            (".a > TD", "td"),
            ("#x p", "p"),
            ("td[x]", ""),
            (".b #x", "#x"),
        ] {
            assert_eq!(key(selector), found, "{selector}");
        }
    }

    #[test]
    fn lengths_of_nothing() {
        assert!(["0", "0px", "0.0em", "0%"].into_iter().all(is_zero));
        assert!(!["10px", "0.1em", "small", "x"].into_iter().any(is_zero));
    }
}
