//! Names of sources. They are the same on every machine, they fit into a table, and
//! they hold no person's number.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use crate::value;

/// Makes the names of what is found at one of the given paths.
#[derive(Debug, Clone)]
pub(super) struct Namer<'a> {
    root: &'a Path,
    /// The last component of the root. `.`, `..` and `/` have none. Then the path
    /// within is the name.
    first: Cow<'a, str>,
}

impl<'a> Namer<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self {
            root,
            first: root
                .file_name()
                .map(|name| name.to_string_lossy())
                .unwrap_or_default(),
        }
    }

    /// The name of the file at `path`.
    pub(super) fn name(&self, path: &Path) -> String {
        let lossy = path.to_string_lossy();
        let within = self.within(path, &lossy);
        match (self.first.is_empty(), within.is_empty()) {
            (true, true) => clean(self.root.to_string_lossy().into_owned()),
            (true, false) => clean(within.to_owned()),
            (false, true) => clean(self.first.clone().into_owned()),
            (false, false) => {
                let mut name = String::with_capacity(self.first.len() + 1 + within.len());
                name.push_str(&self.first);
                name.push('/');
                name.push_str(within);
                clean(name)
            }
        }
    }

    /// The part of `lossy` that is within the root. `lossy` is `path` as text.
    fn within<'b>(&self, path: &Path, lossy: &'b str) -> &'b str {
        // The walk appends names to the root as it was given, so bytes can be compared
        // instead of components. A root that is not UTF-8 has another length as text.
        match self.root.to_str().and_then(|root| lossy.strip_prefix(root)) {
            Some(within) => within.trim_start_matches(std::path::is_separator),
            None => match path.strip_prefix(self.root) {
                Ok(within) => &lossy[lossy.len() - within.to_string_lossy().len()..],
                Err(_) => lossy,
            },
        }
    }
}

/// The name of the member at `path` of the archive of this name.
pub(crate) fn member_name(archive: &str, path: &str) -> String {
    clean(format!("{archive}!{path}"))
}

/// A path as it may stand in an output, to be opened from where the run began.
pub(crate) fn shown_path(path: &Path) -> String {
    let short = path
        .strip_prefix(".")
        .ok()
        .filter(|within| !within.as_os_str().is_empty());
    clean(short.unwrap_or(path).to_string_lossy().into_owned())
}

/// `name` with `/` between its components, composed, masked, and without control
/// characters and `|`.
fn clean(mut name: String) -> String {
    if let Cow::Owned(composed) = value::composed(&name) {
        name = composed;
    }
    if std::path::MAIN_SEPARATOR != '/' {
        name = name.replace(std::path::MAIN_SEPARATOR, "/");
    }
    // The bytes that are control characters or begin them.
    if name
        .bytes()
        .any(|byte| byte < 0x20 || byte == 0x7F || byte == 0xC2)
    {
        name.retain(|c| !c.is_control());
    }
    if name.contains('|') {
        name = name.replace('|', "¦");
    }
    match value::mask_path(&name) {
        Cow::Borrowed(_) => name,
        Cow::Owned(masked) => masked,
    }
}

/// Gives equal names the endings `~2`, `~3`, in the order of what is sorted by name.
/// Returns whether any name changed.
pub(crate) fn make_unique<T>(items: &mut [T], name_of: impl Fn(&mut T) -> &mut Arc<str>) -> bool {
    let mut names: Vec<&mut Arc<str>> = items.iter_mut().map(name_of).collect();
    if names.array_windows().all(|[a, b]| a != b) {
        return false;
    }
    let mut taken: HashSet<Arc<str>> = names.iter().map(|name| Arc::clone(name)).collect();
    let mut first = 0;
    for index in 1..names.len() {
        if names[index] != names[first] {
            first = index;
            continue;
        }
        let mut ordinal = index - first + 1;
        let numbered = |ordinal| Arc::<str>::from(format!("{}~{ordinal}", names[first]));
        let mut name = numbered(ordinal);
        // A file may really be called `a~2`.
        while !taken.insert(Arc::clone(&name)) {
            ordinal += 1;
            name = numbered(ordinal);
        }
        *names[index] = name;
    }
    true
}
