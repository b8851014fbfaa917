//! Checks of values, one a file: checksums and plausibility beyond what a pattern can say.
//!
//! A check gets the bytes of a finding and says whether they can be such a value. It is pure and does not panic.
//! To add one: a file with `check`, its `mod` line, and its row in [`CHECKS`]. A check of something frequent that says no
//! nearly always may have a row in [`GATES`] too.

mod aba;
mod api_key;
mod ar_cuit;
mod at_svnr;
mod au_abn;
mod au_medicare;
mod au_tfn;
mod be_nrn;
mod bg_egn;
mod br_cnpj;
mod br_cpf;
mod ca_sin;
mod card;
mod ch_ahv;
mod cl_rut;
mod cn_ric;
mod crc_token;
mod cz_rc;
mod de_id_card;
mod de_steuerid;
mod dk_cpr;
mod ee_ik;
mod email;
mod es_dni;
mod es_nuss;
mod fi_hetu;
mod fr_nif;
mod fr_nir;
mod gr_afm;
mod gr_amka;
mod hk_hkid;
mod hr_oib;
mod hu_adojel;
mod iban;
mod ie_pps;
mod il_id;
mod in_aadhaar;
mod in_pan;
mod ipv4;
mod ipv4_private;
mod ipv4_public;
mod ipv6;
mod is_kennitala;
mod it_codice_fiscale;
mod it_piva;
mod jmbg;
mod jp_mynumber;
mod jwt;
mod kr_rrn;
mod lu_nin;
mod luhn;
mod lv_pk;
mod mac;
mod mixed;
mod mx_curp;
mod nl_bsn;
mod no_filler;
mod no_fnr;
mod nz_ird;
mod password;
mod phone;
mod pl_nip;
mod pl_pesel;
mod pt_cc;
mod pt_nif;
mod ro_cnp;
mod ru_inn;
mod ru_snils;
mod se_personnummer;
mod sg_nric;
mod strong;
mod sums;
mod th_tnin;
mod token;
mod tr_tckn;
mod tw_id;
mod ua_rntrc;
mod uk_nhs;
mod uk_nino;
mod uk_utr;
mod us_dea;
mod us_ein;
mod us_itin;
mod us_mbi;
mod us_npi;
mod us_ssn;
mod userinfo;
mod vin;
mod za_id;

pub(super) use iban::is_country as is_iban_country;
#[cfg(test)]
pub(super) use ipv4::octets as ipv4_octets;
pub(super) use ipv4_private::is_special as is_special_ipv4;
pub(super) use ipv4_public::is_host as is_global_ipv4;

/// Says whether a value can be what a rule takes it for.
pub type Check = fn(&[u8]) -> bool;

/// Says whether a value that passes a check, and behind which no digit stands, can begin where a text begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    check: &'static str,
    pub(super) begins: fn(&[u8]) -> bool,
}

impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        self.check == other.check
    }
}

/// What can be told sooner than by the checks: before any pattern is tried, and once for all rules of a shape.
const GATES: [Gate; 1] = [Gate { check: "card", begins: card::begins }];

/// The gate of a check, if it has one.
pub(super) fn gate(check: &str) -> Option<Gate> {
    GATES.into_iter().find(|gate| gate.check == check)
}

/// The checks that rules may name.
pub const CHECKS: &[(&str, Check)] = &[
    ("aba", aba::check),
    ("api_key", api_key::check),
    ("ar_cuit", ar_cuit::check),
    ("at_svnr", at_svnr::check),
    ("au_abn", au_abn::check),
    ("au_medicare", au_medicare::check),
    ("au_tfn", au_tfn::check),
    ("be_nrn", be_nrn::check),
    ("bg_egn", bg_egn::check),
    ("br_cnpj", br_cnpj::check),
    ("br_cpf", br_cpf::check),
    ("ca_sin", ca_sin::check),
    ("card", card::check),
    ("ch_ahv", ch_ahv::check),
    ("cl_rut", cl_rut::check),
    ("cn_ric", cn_ric::check),
    ("crc_token", crc_token::check),
    ("cz_rc", cz_rc::check),
    ("de_id_card", de_id_card::check),
    ("de_steuerid", de_steuerid::check),
    ("dk_cpr", dk_cpr::check),
    ("ee_ik", ee_ik::check),
    ("email", email::check),
    ("es_dni", es_dni::check),
    ("es_nuss", es_nuss::check),
    ("fi_hetu", fi_hetu::check),
    ("fr_nif", fr_nif::check),
    ("fr_nir", fr_nir::check),
    ("gr_afm", gr_afm::check),
    ("gr_amka", gr_amka::check),
    ("hk_hkid", hk_hkid::check),
    ("hr_oib", hr_oib::check),
    ("hu_adojel", hu_adojel::check),
    ("iban", iban::check),
    ("ie_pps", ie_pps::check),
    ("il_id", il_id::check),
    ("in_aadhaar", in_aadhaar::check),
    ("in_pan", in_pan::check),
    ("ipv4", ipv4::check),
    ("ipv4_private", ipv4_private::check),
    ("ipv4_public", ipv4_public::check),
    ("ipv6", ipv6::check),
    ("is_kennitala", is_kennitala::check),
    ("it_codice_fiscale", it_codice_fiscale::check),
    ("it_piva", it_piva::check),
    ("jmbg", jmbg::check),
    ("jp_mynumber", jp_mynumber::check),
    ("jwt", jwt::check),
    ("kr_rrn", kr_rrn::check),
    ("lu_nin", lu_nin::check),
    ("luhn", luhn::check),
    ("lv_pk", lv_pk::check),
    ("mac", mac::check),
    ("mixed", mixed::check),
    ("mx_curp", mx_curp::check),
    ("nl_bsn", nl_bsn::check),
    ("no_filler", no_filler::check),
    ("no_fnr", no_fnr::check),
    ("nz_ird", nz_ird::check),
    ("password", password::check),
    ("phone", phone::check),
    ("pl_nip", pl_nip::check),
    ("pl_pesel", pl_pesel::check),
    ("pt_cc", pt_cc::check),
    ("pt_nif", pt_nif::check),
    ("ro_cnp", ro_cnp::check),
    ("ru_inn", ru_inn::check),
    ("ru_snils", ru_snils::check),
    ("se_personnummer", se_personnummer::check),
    ("sg_nric", sg_nric::check),
    ("strong", strong::check),
    ("th_tnin", th_tnin::check),
    ("token", token::check),
    ("tr_tckn", tr_tckn::check),
    ("tw_id", tw_id::check),
    ("ua_rntrc", ua_rntrc::check),
    ("uk_nhs", uk_nhs::check),
    ("uk_nino", uk_nino::check),
    ("uk_utr", uk_utr::check),
    ("us_dea", us_dea::check),
    ("us_ein", us_ein::check),
    ("us_itin", us_itin::check),
    ("us_mbi", us_mbi::check),
    ("us_npi", us_npi::check),
    ("us_ssn", us_ssn::check),
    ("userinfo", userinfo::check),
    ("vin", vin::check),
    ("za_id", za_id::check),
];
