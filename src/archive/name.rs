//! The names of members: which members may be read, and how names are written. Names are not
//! masked here. That happens where a source gets its name.

use std::borrow::Cow;
use std::collections::HashMap;

/// What the name of a member says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// A file within the archive: its path, `/` between, without `.` and empty components.
    Within(String),
    /// A hidden file, or a file in a hidden folder.
    Hidden,
    /// The name is empty or absolute, or leads out of the archive. It is kept as found.
    Escaping(String),
}

impl Named {
    /// Reads the name of a member. Both slashes separate components, because archives made
    /// on Windows use the backslash.
    pub(crate) fn of(raw: &str) -> Self {
        let name: Cow<str> = if raw.contains('\\') {
            raw.replace('\\', "/").into()
        } else {
            raw.into()
        };
        let parts = || name.split('/').filter(|part| !matches!(*part, "" | "."));
        let drive =
            name.as_bytes().get(1) == Some(&b':') && name.as_bytes()[0].is_ascii_alphabetic();
        if name.starts_with('/')
            || drive
            || parts().any(|part| part == "..")
            || parts().next().is_none()
        {
            return Self::Escaping(name.into_owned());
        }
        if parts().any(|part| part.starts_with('.')) {
            return Self::Hidden;
        }
        Self::Within(parts().collect::<Vec<_>>().join("/"))
    }
}

/// Distinguishes members of the same name, in the order of the archive.
#[derive(Debug, Default)]
pub(crate) struct Namer {
    seen: HashMap<String, u32>,
}

impl Namer {
    /// The path itself the first time, then the path with `~2`, `~3` and so on.
    pub(crate) fn unique(&mut self, path: String) -> String {
        let count = self.seen.entry(path.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            path
        } else {
            format!("{path}~{count}")
        }
    }
}

/// The name of the only member of a compressed file with this name.
pub(crate) fn without_gz(name: &str) -> String {
    let file = name.rsplit(['/', '!']).next().unwrap_or(name);
    let cut = |end: &str| {
        let at = file.len().checked_sub(end.len()).filter(|at| *at > 0)?;
        let (before, found) = file.split_at_checked(at)?;
        found.eq_ignore_ascii_case(end).then_some(before)
    };
    match (cut(".gz"), cut(".tgz")) {
        (Some(before), _) => before.to_owned(),
        (None, Some(before)) => format!("{before}.tar"),
        (None, None) => file.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in [
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a/..",
            "C:\\a.txt",
            "\\\\server\\a",
            "..\\a",
            "",
            "./",
        ] {
            assert!(matches!(Named::of(name), Named::Escaping(_)), "{name}");
        }
        for (name, path) in [
            ("a.txt", "a.txt"),
            ("./b//c.txt", "b/c.txt"),
            ("d\\e.txt", "d/e.txt"),
        ] {
            assert_eq!(Named::of(name), Named::Within(path.to_owned()));
        }
        assert_eq!(Named::of("__MACOSX/._a.txt"), Named::Hidden);
        assert_eq!(Named::of(".git/config"), Named::Hidden);
        assert_eq!(Named::of("a...txt"), Named::Within("a...txt".to_owned()));
    }

    #[test]
    fn equal_names_are_told_apart() {
        let mut namer = Namer::default();
        let names: Vec<String> = ["a", "b", "a", "a"]
            .map(|name| namer.unique(name.to_owned()))
            .into();
        assert_eq!(names, ["a", "b", "a~2", "a~3"]);
    }

    #[test]
    fn the_member_of_a_compressed_file_has_its_name() {
        for (name, member) in [
            ("set/a.txt.gz", "a.txt"),
            ("A.NDJSON.GZ", "A.NDJSON"),
            ("b.tgz", "b.tar"),
            ("x.zip!c.gz", "c"),
            (".gz", ".gz"),
            ("plain", "plain"),
            ("åäö", "åäö"),
        ] {
            assert_eq!(without_gz(name), member);
        }
    }
}
