//! Keys: the canonical names of everything a notification can say. A key is a
//! path in the JSON input, a column in the CSV input, and the place that a
//! finding names. Editions map their questions to keys.

use std::fmt::Write as _;

use serde::Deserialize;

/// The canonical name of one field of a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[repr(u8)]
pub enum Key {
    /// `form`
    #[serde(rename = "form")]
    Form,
    /// `kind`
    #[serde(rename = "kind")]
    Kind,
    /// `case_number`
    #[serde(rename = "case_number")]
    CaseNumber,
    /// `supplements`
    #[serde(rename = "supplements")]
    Supplements,
    /// `received`
    #[serde(rename = "received")]
    Received,
    /// `channel`
    #[serde(rename = "channel")]
    Channel,
    /// `controller.name`
    #[serde(rename = "controller.name")]
    ControllerName,
    /// `controller.organisation_number`
    #[serde(rename = "controller.organisation_number")]
    ControllerOrganisationNumber,
    /// `controller.reference`
    #[serde(rename = "controller.reference")]
    ControllerReference,
    /// `controller.postal_address.street`
    #[serde(rename = "controller.postal_address.street")]
    ControllerPostalAddressStreet,
    /// `controller.postal_address.postal_code`
    #[serde(rename = "controller.postal_address.postal_code")]
    ControllerPostalAddressPostalCode,
    /// `controller.postal_address.city`
    #[serde(rename = "controller.postal_address.city")]
    ControllerPostalAddressCity,
    /// `controller.postal_address.country`
    #[serde(rename = "controller.postal_address.country")]
    ControllerPostalAddressCountry,
    /// `contacts.name`
    #[serde(rename = "contacts.name")]
    ContactsName,
    /// `contacts.role`
    #[serde(rename = "contacts.role")]
    ContactsRole,
    /// `contacts.email`
    #[serde(rename = "contacts.email")]
    ContactsEmail,
    /// `contacts.phone`
    #[serde(rename = "contacts.phone")]
    ContactsPhone,
    /// `contact_address.street`
    #[serde(rename = "contact_address.street")]
    ContactAddressStreet,
    /// `contact_address.postal_code`
    #[serde(rename = "contact_address.postal_code")]
    ContactAddressPostalCode,
    /// `contact_address.city`
    #[serde(rename = "contact_address.city")]
    ContactAddressCity,
    /// `contact_address.country`
    #[serde(rename = "contact_address.country")]
    ContactAddressCountry,
    /// `incident.occurred.date`
    #[serde(rename = "incident.occurred.date")]
    IncidentOccurredDate,
    /// `incident.occurred.time`
    #[serde(rename = "incident.occurred.time")]
    IncidentOccurredTime,
    /// `incident.occurred.comment`
    #[serde(rename = "incident.occurred.comment")]
    IncidentOccurredComment,
    /// `incident.discovered.date`
    #[serde(rename = "incident.discovered.date")]
    IncidentDiscoveredDate,
    /// `incident.discovered.time`
    #[serde(rename = "incident.discovered.time")]
    IncidentDiscoveredTime,
    /// `incident.discovered.comment`
    #[serde(rename = "incident.discovered.comment")]
    IncidentDiscoveredComment,
    /// `incident.ongoing`
    #[serde(rename = "incident.ongoing")]
    IncidentOngoing,
    /// `incident.ended.date`
    #[serde(rename = "incident.ended.date")]
    IncidentEndedDate,
    /// `incident.ended.time`
    #[serde(rename = "incident.ended.time")]
    IncidentEndedTime,
    /// `incident.ended.comment`
    #[serde(rename = "incident.ended.comment")]
    IncidentEndedComment,
    /// `incident.delay_reason`
    #[serde(rename = "incident.delay_reason")]
    IncidentDelayReason,
    /// `incident.type`
    #[serde(rename = "incident.type")]
    IncidentType,
    /// `incident.description`
    #[serde(rename = "incident.description")]
    IncidentDescription,
    /// `incident.discovery`
    #[serde(rename = "incident.discovery")]
    IncidentDiscovery,
    /// `incident.cause`
    #[serde(rename = "incident.cause")]
    IncidentCause,
    /// `incident.cause_comment`
    #[serde(rename = "incident.cause_comment")]
    IncidentCauseComment,
    /// `incident.sector`
    #[serde(rename = "incident.sector")]
    IncidentSector,
    /// `incident.area`
    #[serde(rename = "incident.area")]
    IncidentArea,
    /// `incident.area_comment`
    #[serde(rename = "incident.area_comment")]
    IncidentAreaComment,
    /// `processors.involved`
    #[serde(rename = "processors.involved")]
    ProcessorsInvolved,
    /// `processors.organisations.name`
    #[serde(rename = "processors.organisations.name")]
    ProcessorsOrganisationsName,
    /// `processors.organisations.organisation_number`
    #[serde(rename = "processors.organisations.organisation_number")]
    ProcessorsOrganisationsOrganisationNumber,
    /// `affected.data_subjects.exact`
    #[serde(rename = "affected.data_subjects.exact")]
    AffectedDataSubjectsExact,
    /// `affected.data_subjects.range`
    #[serde(rename = "affected.data_subjects.range")]
    AffectedDataSubjectsRange,
    /// `affected.data_items.exact`
    #[serde(rename = "affected.data_items.exact")]
    AffectedDataItemsExact,
    /// `affected.data_items.range`
    #[serde(rename = "affected.data_items.range")]
    AffectedDataItemsRange,
    /// `affected.subject_groups`
    #[serde(rename = "affected.subject_groups")]
    AffectedSubjectGroups,
    /// `affected.subject_groups_comment`
    #[serde(rename = "affected.subject_groups_comment")]
    AffectedSubjectGroupsComment,
    /// `affected.data_categories`
    #[serde(rename = "affected.data_categories")]
    AffectedDataCategories,
    /// `affected.data_categories_comment`
    #[serde(rename = "affected.data_categories_comment")]
    AffectedDataCategoriesComment,
    /// `affected.encrypted`
    #[serde(rename = "affected.encrypted")]
    AffectedEncrypted,
    /// `consequences.kinds`
    #[serde(rename = "consequences.kinds")]
    ConsequencesKinds,
    /// `consequences.comment`
    #[serde(rename = "consequences.comment")]
    ConsequencesComment,
    /// `consequences.severity`
    #[serde(rename = "consequences.severity")]
    ConsequencesSeverity,
    /// `actions.date`
    #[serde(rename = "actions.date")]
    ActionsDate,
    /// `actions.time`
    #[serde(rename = "actions.time")]
    ActionsTime,
    /// `actions.action`
    #[serde(rename = "actions.action")]
    ActionsAction,
    /// `communication.informed`
    #[serde(rename = "communication.informed")]
    CommunicationInformed,
    /// `communication.informed_at.date`
    #[serde(rename = "communication.informed_at.date")]
    CommunicationInformedAtDate,
    /// `communication.informed_at.time`
    #[serde(rename = "communication.informed_at.time")]
    CommunicationInformedAtTime,
    /// `communication.informed_at.comment`
    #[serde(rename = "communication.informed_at.comment")]
    CommunicationInformedAtComment,
    /// `communication.will_inform`
    #[serde(rename = "communication.will_inform")]
    CommunicationWillInform,
    /// `communication.planned_at.date`
    #[serde(rename = "communication.planned_at.date")]
    CommunicationPlannedAtDate,
    /// `communication.planned_at.time`
    #[serde(rename = "communication.planned_at.time")]
    CommunicationPlannedAtTime,
    /// `communication.planned_at.comment`
    #[serde(rename = "communication.planned_at.comment")]
    CommunicationPlannedAtComment,
    /// `communication.reason_not`
    #[serde(rename = "communication.reason_not")]
    CommunicationReasonNot,
    /// `supplement.intended`
    #[serde(rename = "supplement.intended")]
    SupplementIntended,
    /// `secrecy`
    #[serde(rename = "secrecy")]
    Secrecy,
}

/// A set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keys(u128);

impl Keys {
    /// The set without keys.
    pub(crate) const NONE: Self = Self(0);

    /// Case number, receipt and the like, which no question asks for.
    pub(crate) const ENVELOPE: Self = {
        let (mut bits, mut at) = (0u128, 0);
        while at <= Key::Channel as u32 {
            bits |= 1 << at;
            at += 1;
        }
        Self(bits)
    };

    /// All keys.
    pub const ALL: Self = Self((1 << Key::COUNT) - 1);

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: Key) {
        self.0 &= !(1 << key as u32);
    }

    /// Whether the key is in the set.
    pub(crate) fn has(self, key: Key) -> bool {
        self.0 >> (key as u32) & 1 == 1
    }
}

impl Key {
    /// How many keys there are.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// All keys, in the order of the form.
    pub const ALL: &'static [Key] = &[
        Self::Form,
        Self::Kind,
        Self::CaseNumber,
        Self::Supplements,
        Self::Received,
        Self::Channel,
        Self::ControllerName,
        Self::ControllerOrganisationNumber,
        Self::ControllerReference,
        Self::ControllerPostalAddressStreet,
        Self::ControllerPostalAddressPostalCode,
        Self::ControllerPostalAddressCity,
        Self::ControllerPostalAddressCountry,
        Self::ContactsName,
        Self::ContactsRole,
        Self::ContactsEmail,
        Self::ContactsPhone,
        Self::ContactAddressStreet,
        Self::ContactAddressPostalCode,
        Self::ContactAddressCity,
        Self::ContactAddressCountry,
        Self::IncidentOccurredDate,
        Self::IncidentOccurredTime,
        Self::IncidentOccurredComment,
        Self::IncidentDiscoveredDate,
        Self::IncidentDiscoveredTime,
        Self::IncidentDiscoveredComment,
        Self::IncidentOngoing,
        Self::IncidentEndedDate,
        Self::IncidentEndedTime,
        Self::IncidentEndedComment,
        Self::IncidentDelayReason,
        Self::IncidentType,
        Self::IncidentDescription,
        Self::IncidentDiscovery,
        Self::IncidentCause,
        Self::IncidentCauseComment,
        Self::IncidentSector,
        Self::IncidentArea,
        Self::IncidentAreaComment,
        Self::ProcessorsInvolved,
        Self::ProcessorsOrganisationsName,
        Self::ProcessorsOrganisationsOrganisationNumber,
        Self::AffectedDataSubjectsExact,
        Self::AffectedDataSubjectsRange,
        Self::AffectedDataItemsExact,
        Self::AffectedDataItemsRange,
        Self::AffectedSubjectGroups,
        Self::AffectedSubjectGroupsComment,
        Self::AffectedDataCategories,
        Self::AffectedDataCategoriesComment,
        Self::AffectedEncrypted,
        Self::ConsequencesKinds,
        Self::ConsequencesComment,
        Self::ConsequencesSeverity,
        Self::ActionsDate,
        Self::ActionsTime,
        Self::ActionsAction,
        Self::CommunicationInformed,
        Self::CommunicationInformedAtDate,
        Self::CommunicationInformedAtTime,
        Self::CommunicationInformedAtComment,
        Self::CommunicationWillInform,
        Self::CommunicationPlannedAtDate,
        Self::CommunicationPlannedAtTime,
        Self::CommunicationPlannedAtComment,
        Self::CommunicationReasonNot,
        Self::SupplementIntended,
        Self::Secrecy,
    ];

    /// The path, parts joined by dots.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Kind => "kind",
            Self::CaseNumber => "case_number",
            Self::Supplements => "supplements",
            Self::Received => "received",
            Self::Channel => "channel",
            Self::ControllerName => "controller.name",
            Self::ControllerOrganisationNumber => "controller.organisation_number",
            Self::ControllerReference => "controller.reference",
            Self::ControllerPostalAddressStreet => "controller.postal_address.street",
            Self::ControllerPostalAddressPostalCode => "controller.postal_address.postal_code",
            Self::ControllerPostalAddressCity => "controller.postal_address.city",
            Self::ControllerPostalAddressCountry => "controller.postal_address.country",
            Self::ContactsName => "contacts.name",
            Self::ContactsRole => "contacts.role",
            Self::ContactsEmail => "contacts.email",
            Self::ContactsPhone => "contacts.phone",
            Self::ContactAddressStreet => "contact_address.street",
            Self::ContactAddressPostalCode => "contact_address.postal_code",
            Self::ContactAddressCity => "contact_address.city",
            Self::ContactAddressCountry => "contact_address.country",
            Self::IncidentOccurredDate => "incident.occurred.date",
            Self::IncidentOccurredTime => "incident.occurred.time",
            Self::IncidentOccurredComment => "incident.occurred.comment",
            Self::IncidentDiscoveredDate => "incident.discovered.date",
            Self::IncidentDiscoveredTime => "incident.discovered.time",
            Self::IncidentDiscoveredComment => "incident.discovered.comment",
            Self::IncidentOngoing => "incident.ongoing",
            Self::IncidentEndedDate => "incident.ended.date",
            Self::IncidentEndedTime => "incident.ended.time",
            Self::IncidentEndedComment => "incident.ended.comment",
            Self::IncidentDelayReason => "incident.delay_reason",
            Self::IncidentType => "incident.type",
            Self::IncidentDescription => "incident.description",
            Self::IncidentDiscovery => "incident.discovery",
            Self::IncidentCause => "incident.cause",
            Self::IncidentCauseComment => "incident.cause_comment",
            Self::IncidentSector => "incident.sector",
            Self::IncidentArea => "incident.area",
            Self::IncidentAreaComment => "incident.area_comment",
            Self::ProcessorsInvolved => "processors.involved",
            Self::ProcessorsOrganisationsName => "processors.organisations.name",
            Self::ProcessorsOrganisationsOrganisationNumber => {
                "processors.organisations.organisation_number"
            }
            Self::AffectedDataSubjectsExact => "affected.data_subjects.exact",
            Self::AffectedDataSubjectsRange => "affected.data_subjects.range",
            Self::AffectedDataItemsExact => "affected.data_items.exact",
            Self::AffectedDataItemsRange => "affected.data_items.range",
            Self::AffectedSubjectGroups => "affected.subject_groups",
            Self::AffectedSubjectGroupsComment => "affected.subject_groups_comment",
            Self::AffectedDataCategories => "affected.data_categories",
            Self::AffectedDataCategoriesComment => "affected.data_categories_comment",
            Self::AffectedEncrypted => "affected.encrypted",
            Self::ConsequencesKinds => "consequences.kinds",
            Self::ConsequencesComment => "consequences.comment",
            Self::ConsequencesSeverity => "consequences.severity",
            Self::ActionsDate => "actions.date",
            Self::ActionsTime => "actions.time",
            Self::ActionsAction => "actions.action",
            Self::CommunicationInformed => "communication.informed",
            Self::CommunicationInformedAtDate => "communication.informed_at.date",
            Self::CommunicationInformedAtTime => "communication.informed_at.time",
            Self::CommunicationInformedAtComment => "communication.informed_at.comment",
            Self::CommunicationWillInform => "communication.will_inform",
            Self::CommunicationPlannedAtDate => "communication.planned_at.date",
            Self::CommunicationPlannedAtTime => "communication.planned_at.time",
            Self::CommunicationPlannedAtComment => "communication.planned_at.comment",
            Self::CommunicationReasonNot => "communication.reason_not",
            Self::SupplementIntended => "supplement.intended",
            Self::Secrecy => "secrecy",
        }
    }

    /// The key of this path.
    pub fn from_path(path: &str) -> Option<Key> {
        Self::ALL.iter().copied().find(|key| key.path() == path)
    }

    /// Whether it tells of the filing rather than answers a question.
    pub(crate) fn is_envelope(self) -> bool {
        self <= Self::Channel
    }

    /// Whether it is the comment beside an answer.
    pub(crate) fn is_comment(self) -> bool {
        self.path().ends_with("comment")
    }

    /// The path of the list that it is repeated in, if it is.
    pub(crate) fn list(self) -> Option<&'static str> {
        ["contacts", "processors.organisations", "actions"]
            .into_iter()
            .find(|list| {
                self.path()
                    .strip_prefix(list)
                    .is_some_and(|rest| rest.starts_with('.'))
            })
    }

    /// The place of the key in JSON, RFC 6901; `index` counts repetitions from 0.
    pub(crate) fn pointer(self, index: u16) -> String {
        let path = self.path();
        let mut out = String::with_capacity(path.len() + 8);
        out.push('/');
        match self.list() {
            Some(list) => {
                let _ = write!(out, "{list}/{index}{}", &path[list.len()..]);
            }
            None => out.push_str(path),
        }
        out.replace('.', "/")
    }

    /// The canonical CSV column of the key; `index` counts repetitions from 0,
    /// columns from 1.
    pub(crate) fn csv_column(self, index: u16) -> String {
        match self.list() {
            Some(list) => format!("{list}.{}{}", index + 1, &self.path()[list.len()..]),
            None => self.path().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_know_their_place() {
        assert_eq!(
            Key::IncidentDiscoveredDate.pointer(0),
            "/incident/discovered/date"
        );
        assert_eq!(
            Key::ProcessorsOrganisationsName.pointer(1),
            "/processors/organisations/1/name"
        );
        assert_eq!(Key::from_path("actions.time"), Some(Key::ActionsTime));
        assert!(
            Key::ALL
                .iter()
                .enumerate()
                .all(|(index, key)| *key as usize == index)
        );
    }
}
