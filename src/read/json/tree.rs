//! The tree of canonical keys: what may stand where in a JSON notification.
//! Built once from [`Key`]; it knows no values.

use std::sync::OnceLock;

use crate::form::{Key, Kind};
use crate::value::typed_count;

/// One position of the schema.
#[derive(Debug)]
pub(super) struct Node {
    /// Its path, parts joined by dots; a list's element has the list's path.
    pub(super) path: &'static str,
    pub(super) shape: Shape,
    pub(super) children: Vec<(&'static str, Node)>,
}

/// What stands at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The whole document.
    Root,
    /// The list of questions that the source never had.
    NotAsked,
    /// An object of further fields.
    Object,
    /// A list of objects; its one child is their shape.
    List,
    /// An answer.
    Leaf(Key),
}

impl Node {
    fn new(path: &'static str, shape: Shape) -> Self {
        Self {
            path,
            shape,
            children: Vec::new(),
        }
    }

    /// The child of this name; an object in place of a list is its one element.
    pub(super) fn child(&'static self, name: &str) -> Option<&'static Node> {
        let node = if self.shape == Shape::List {
            &self.children[0].1
        } else {
            self
        };
        node.children
            .iter()
            .find(|(child, _)| *child == name)
            .map(|(_, node)| node)
    }

    /// A number at this position, as text.
    pub(super) fn number(&self, number: f64) -> String {
        let text = number.to_string();
        match self.shape {
            Shape::Leaf(key) if matches!(key.field().kind, Kind::Count | Kind::Band) => {
                typed_count(&text)
            }
            _ => text,
        }
    }

    /// The first answer below this position.
    pub(super) fn first_key(&self) -> Option<Key> {
        match self.shape {
            Shape::Leaf(key) => Some(key),
            _ => self
                .children
                .first()
                .and_then(|(_, child)| child.first_key()),
        }
    }
}

/// The tree, built at first use.
pub(super) fn root() -> &'static Node {
    static ROOT: OnceLock<Node> = OnceLock::new();
    ROOT.get_or_init(|| {
        let mut root = Node::new("", Shape::Root);
        for key in Key::ALL {
            insert(&mut root, *key);
        }
        root.children
            .push(("not_asked", Node::new("not_asked", Shape::NotAsked)));
        root
    })
}

fn insert(root: &mut Node, key: Key) {
    let path = key.path();
    let mut node = root;
    let mut start = 0;
    while let Some(length) = path[start..].find('.') {
        let prefix = &path[..start + length];
        node = child(node, &path[start..start + length], prefix, Shape::Object);
        if key.list() == Some(prefix) {
            node.shape = Shape::List;
            node = child(node, "", prefix, Shape::Object);
        }
        start += length + 1;
    }
    node.children
        .push((&path[start..], Node::new(path, Shape::Leaf(key))));
}

fn child<'n>(
    node: &'n mut Node,
    name: &'static str,
    path: &'static str,
    shape: Shape,
) -> &'n mut Node {
    let position = node
        .children
        .iter()
        .position(|(child, _)| *child == name)
        .unwrap_or_else(|| {
            node.children.push((name, Node::new(path, shape)));
            node.children.len() - 1
        });
    &mut node.children[position].1
}
