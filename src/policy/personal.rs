//! Which classes are of personal data.

/// Classes whose values name or number a person, a household, or what one person carries: in byte order. Once there are
/// keys they get a pseudonym by default, so that one person can still be followed. Everything else, secrets above all,
/// keeps its label: nobody needs to follow a password. A security code of a card (`cvv`) has a thousand values and may
/// not be kept in any form (PCI DSS 4.0.1, requirement 3.3), so it is not among them.
pub const PERSONAL: [&str; 82] = [
    "ar_cuit",
    "at_svnr",
    "au_abn",
    "au_medicare",
    "au_tfn",
    "be_nrn",
    "bg_egn",
    "br_cnpj",
    "br_cpf",
    "ca_sin",
    "ch_ahv",
    "cl_rut",
    "cn_ric",
    "credit_card",
    "cz_rc",
    "date_of_birth",
    "de_id_card",
    "de_steuer_id",
    "dk_cpr",
    "ee_ik",
    "email",
    "es_dni",
    "es_nuss",
    "fi_hetu",
    "fr_nif",
    "fr_nir",
    "gr_afm",
    "gr_amka",
    "hk_hkid",
    "hr_oib",
    "hu_adojel",
    "iban",
    "ie_pps",
    "il_id",
    "imei",
    "in_aadhaar",
    "in_pan",
    "ipv4",
    "ipv6",
    "is_kennitala",
    "it_codice_fiscale",
    "it_piva",
    "jp_mynumber",
    "kr_rrn",
    "lt_asmens",
    "lu_nin",
    "lv_pk",
    "mac_address",
    "mx_curp",
    "nl_bsn",
    "no_fnr",
    "nz_ird",
    "passport",
    "phone",
    "pl_nip",
    "pl_pesel",
    "pt_cc",
    "pt_nif",
    "ro_cnp",
    "ru_inn",
    "ru_snils",
    "se_personnummer",
    "sg_nric",
    "si_emso",
    "th_tnin",
    "tr_tckn",
    "tw_id",
    "ua_rntrc",
    "uk_driving_licence",
    "uk_nhs",
    "uk_nino",
    "uk_utr",
    "us_bank_account",
    "us_dea",
    "us_driver_license",
    "us_ein",
    "us_itin",
    "us_mbi",
    "us_npi",
    "us_ssn",
    "vin",
    "za_id",
];

/// Whether a class is of personal data.
#[must_use]
pub fn is_personal(class: &str) -> bool {
    PERSONAL.binary_search(&class).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::builtin;

    #[test]
    fn the_classes_are_in_order_and_there() {
        assert!(PERSONAL.is_sorted());
        for class in PERSONAL {
            assert!(builtin().iter().any(|rule| rule.class == class), "no rule has the class {class}");
            assert!(is_personal(class));
        }
        for class in ["cvv", "aws_access_key_id", "jwt", "private_key"] {
            assert!(!is_personal(class), "{class}");
        }
    }
}
