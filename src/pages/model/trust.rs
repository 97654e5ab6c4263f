//! The home page for those who see no coverage: what the organization states, since when, and whom to ask.
//!
//! Never holds what is missing, due or hidden.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{Address, Card, ClauseChip, Link};

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct TrustPage {
    /// A README of the folder's root, rendered; empty when there is none.
    #[serde(skip)]
    pub body_html: Arc<str>,
    pub systems: Vec<TrustSystem>,
    pub certificates: Vec<TrustCertificate>,
    /// Approved documents, in reading order.
    pub documents: Vec<TrustDocument>,
    /// Documents that the table does not show.
    pub more_documents: usize,
    pub all_documents: Link,
    pub contacts: Vec<TrustContact>,
    /// Registers with other records.
    pub registers: Vec<Card>,
}

/// An AI system in a few words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TrustSystem {
    pub link: Link,
    pub text: String,
    /// Dates are empty when they are not known.
    pub since: String,
    pub reviewed: String,
}

/// A certificate as it stands on the day of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TrustCertificate {
    pub link: Link,
    pub standard: String,
    pub scope: String,
    pub standing: CertificateStanding,
    pub issued_by: String,
    pub number: String,
    pub issued_on: String,
    pub valid_until: String,
    pub planned_for: String,
    pub check_at: Option<Address>,
}

/// Only the first of these is a certificate that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateStanding {
    Certified,
    /// It says that it is one, and who issued it, its number or its days are not there.
    Unconfirmed,
    /// Not issued yet.
    Preparing,
    /// Its last day has passed.
    Lapsed,
    Suspended,
    Withdrawn,
}

/// A document with what it claims and since when.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TrustDocument {
    pub link: Link,
    pub summary: String,
    pub version: String,
    pub since: String,
    pub next_review: String,
    pub answers: Vec<ClauseChip>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TrustContact {
    pub link: Link,
    pub purpose: String,
    pub address: Option<Address>,
    pub phone: String,
    pub post: String,
    pub languages: String,
    pub answers_within: String,
}
