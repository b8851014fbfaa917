//! The scope of tokens as it is written: the table `[scope]` of the policy file.

use super::policy_file::{Problem, at};
use super::policy_form::ScopeFile;
use crate::policy::{FieldPath, Glob, Tenant, TokenScope};
use crate::token::Recipient;
use toml::Spanned;

/// Reads the scope.
pub(super) fn scope(written: &Spanned<ScopeFile>) -> Result<TokenScope, Problem> {
    let file = written.get_ref();
    let mut scope = TokenScope::of_tenant("");
    scope.tenant = tenant(written)?;
    if let Some(purpose) = &file.purpose {
        if purpose.get_ref().is_empty() {
            return Err(at(purpose, NO_NAME.to_owned()));
        }
        scope.purpose.clone_from(purpose.get_ref());
    }
    scope.pipeline_can_reverse = file.can_reverse();
    if let Some(recipient) = &file.recipient {
        let known = Recipient::parse(recipient.get_ref()).map_err(|e| at(recipient, e.to_string()))?;
        scope.recipient = Some(known.to_string());
    }
    Ok(scope)
}

const NO_NAME: &str = "a scope needs a name: tokens of no tenant or purpose are not made";

fn tenant(written: &Spanned<ScopeFile>) -> Result<Tenant, Problem> {
    let file = written.get_ref();
    match (&file.tenant, &file.tenant_from_log_group, &file.tenant_from_field) {
        (Some(name), None, None) if name.get_ref().is_empty() => Err(at(name, NO_NAME.to_owned())),
        (Some(name), None, None) => Ok(Tenant::Constant(name.get_ref().clone())),
        (None, Some(glob), None) => {
            let wrong = |e: &str| at(glob, format!("`tenant_from_log_group`: {e}"));
            let read = Glob::parse(glob.get_ref()).map_err(|e| wrong(&e.to_string()))?;
            if !read.has_tenant() {
                return Err(wrong("write `{tenant}` where the tenant stands, as in \"/app/{tenant}/*\""));
            }
            Ok(Tenant::LogGroup(read))
        }
        (None, None, Some(path)) => {
            let read = FieldPath::parse(path.get_ref());
            Ok(Tenant::Field(read.map_err(|e| at(path, format!("`tenant_from_field`: {e}")))?))
        }
        (None, None, None) => {
            let problem = "`[scope]` names no tenant; write `tenant = \"...\"`, `tenant_from_log_group` or \
                           `tenant_from_field`";
            Err(at(written, problem.to_owned()))
        }
        (first, second, third) => {
            let second = [first, second, third].into_iter().flatten().nth(1);
            let problem =
                "write one of `tenant`, `tenant_from_log_group` and `tenant_from_field`, not several"
                    .to_owned();
            Err((second.map(|s| s.span().start), problem))
        }
    }
}
