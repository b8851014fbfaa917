//! The way into AWS, floor 6: credentials, regions, roles and the HTTP client, for all services (feature `aws`).
//!
//! A service is reached in three lines:
//!
//! ```no_run
//! use blackbar::aws::{Regions, Session};
//!
//! let session = Session::start(Regions::default())?;
//! let config = session.config(None, None)?;
//! # Ok::<(), String>(())
//! ```
//!
//! and then by the client of that service, made of `config`, whose calls run in [`Session::block_on`].

mod region;
mod role;
mod session;

pub use region::Regions;
pub use role::Role;
pub use session::{Session, runtime};
