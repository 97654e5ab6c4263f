//! The home page of those who see no coverage.
//!
//! Never shows fewer standings than there are.

use std::sync::Arc;

use aimsbook::pages::model::*;

use crate::gallery::{card, link, page};

pub fn trust() -> Page {
    let standings = [
        CertificateStanding::Certified,
        CertificateStanding::Unconfirmed,
        CertificateStanding::Preparing,
        CertificateStanding::Lapsed,
        CertificateStanding::Suspended,
        CertificateStanding::Withdrawn,
    ];
    let body = TrustPage {
        body_html: Arc::from("<p>What we do.</p>"),
        systems: vec![
            TrustSystem {
                link: link("SUM-001", "Credit score", "records/system-summary/SUM-001.html"),
                text: "Estimates how likely it is that a loan is paid back.".into(),
                since: "2025-03-10".into(),
                reviewed: "2026-10-01".into(),
            },
            TrustSystem {
                link: link("SUM-002", "A \"chat\" & more", "records/system-summary/SUM-002.html"),
                text: String::new(),
                since: String::new(),
                reviewed: String::new(),
            },
        ],
        certificates: standings.into_iter().map(certificate).collect(),
        documents: vec![TrustDocument {
            link: link("POL-006", "How we use AI", "documents/POL-006.html"),
            summary: "For customers.".into(),
            version: "1.4".into(),
            since: "2026-10-01".into(),
            next_review: "2027-04-01".into(),
            answers: vec![ClauseChip {
                label: "ISO/IEC 42001 A.8.2".into(),
                title: "System documentation and information for users".into(),
                url: String::new(),
                status: None,
                locator: String::new(),
                hint: false,
            }],
        }],
        more_documents: 3,
        all_documents: link("", "All documents", "sections/index.html"),
        contacts: vec![TrustContact {
            link: link("CNT-001", "A decision about you", "records/contact/CNT-001.html"),
            purpose: "A person to look at it.".into(),
            address: Some(Address { title: "ask@example.org".into(), href: "mailto:ask@example.org".into() }),
            phone: "+31 30 000 00 00".into(),
            post: "Utrecht".into(),
            languages: "Dutch, English".into(),
            answers_within: "10 working days".into(),
        }],
        registers: vec![card("Suppliers", "registers/supplier.html", "", Some(2), "")],
    };
    page("trust.html", "AI at Northwind", Area::Home, PageBody::Trust(Box::new(body)))
}

fn certificate(standing: CertificateStanding) -> TrustCertificate {
    TrustCertificate {
        link: link("CRT-001", "Information security", "records/certificate/CRT-001.html"),
        standard: "ISO/IEC 27001:2022".into(),
        scope: "Hosting.".into(),
        standing,
        issued_by: "Keelstone".into(),
        number: "K-1".into(),
        issued_on: "2025-06-16".into(),
        valid_until: "2028-06-15".into(),
        planned_for: "2027-06-30".into(),
        check_at: Some(Address { title: "check.example.com".into(), href: "https://check.example.com/7".into() }),
    }
}
