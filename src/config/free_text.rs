//! Whether free texts of notifications and of the register are written. They are left out unless
//! an organisation asks for its own.

/// Whether free texts are written, which may hold what is personal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FreeText {
    /// Only where they stand is written.
    #[default]
    Left,
    /// They are written, in an organisation's own register.
    Written,
}
