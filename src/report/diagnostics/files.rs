//! The files that findings are about, for tools that open them: by the path from
//! where the run began, while `source` is a name that is the same everywhere.

use std::collections::BTreeMap;

use crate::audit::Input;
use crate::discover::shown_path;
use crate::report::Report;
use crate::report::messages::Listed;

/// The inputs of a run by name, and the lists of receipt times.
pub(super) struct Files<'r> {
    inputs: BTreeMap<&'r str, &'r Input>,
    /// The lists of receipt times by name.
    receipts: BTreeMap<&'r str, String>,
}

impl<'r> Files<'r> {
    pub(super) fn of(report: &'r Report) -> Self {
        Self {
            inputs: report
                .audit
                .inputs
                .iter()
                .map(|input| (&*input.name, input))
                .collect(),
            receipts: report
                .receipts
                .iter()
                .zip(&report.config.receipts)
                .map(|((name, _), path)| (name.as_str(), shown_path(path)))
                .collect(),
        }
    }

    /// The file to open for a finding: of a member, its archive. What is about no
    /// notification is about a list of receipt times.
    pub(super) fn path(&self, listed: &Listed) -> String {
        let input = listed.row.and_then(|_| self.inputs.get(listed.source));
        let path = input
            .map(|input| shown_path(&input.file))
            .or_else(|| self.receipts.get(listed.source).cloned());
        path.unwrap_or_else(|| listed.source.to_owned())
    }

    /// The name of the member that a finding is about, which the path does not tell.
    pub(super) fn member<'l>(&self, listed: &Listed<'l>) -> Option<&'l str> {
        let input = listed.row.and_then(|_| self.inputs.get(listed.source))?;
        input.is_member.then_some(listed.source)
    }
}
