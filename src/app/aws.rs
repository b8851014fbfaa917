//! The way into AWS that the arguments ask for.

use super::args::AwsOptions;
use crate::aws::{Regions, Role, Session};

/// A session within the allowed regions.
pub(super) fn session(options: &AwsOptions) -> Result<Session, String> {
    let regions =
        Regions::new(options.allow_region.iter().cloned()).map_err(|e| format!("--allow-region: {e}"))?;
    Session::start(regions)
}

/// The role to take on, if there is one.
pub(super) fn role(options: &AwsOptions) -> Result<Option<Role>, String> {
    let Some(arn) = &options.role_arn else { return Ok(None) };
    let mut role = Role::new(arn).map_err(|e| format!("--role-arn: {e}"))?;
    if let Some(id) = &options.external_id {
        role = role.external_id(id).map_err(|e| format!("--external-id: {e}"))?;
    }
    if let Some(name) = &options.role_session {
        role = role.session(name).map_err(|e| format!("--role-session: {e}"))?;
    }
    Ok(Some(role))
}
