//! The few calls of Hyperscan that are needed: block mode, ends of matches. Interface of version 5.4, `hs.h`.

use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr::{null, null_mut};

/// `HS_FLAG_CASELESS`
const CASELESS: c_uint = 1;
/// `HS_MODE_BLOCK`
const BLOCK: c_uint = 1;

#[repr(C)]
struct CompileError {
    message: *mut c_char,
    expression: c_int,
}

type OnMatch = extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int;

#[link(name = "hs")]
unsafe extern "C" {
    fn hs_compile_multi(
        expressions: *const *const c_char,
        flags: *const c_uint,
        ids: *const c_uint,
        elements: c_uint,
        mode: c_uint,
        platform: *const c_void,
        database: *mut *mut c_void,
        error: *mut *mut CompileError,
    ) -> c_int;
    fn hs_free_compile_error(error: *mut CompileError) -> c_int;
    fn hs_free_database(database: *mut c_void) -> c_int;
    fn hs_alloc_scratch(database: *const c_void, scratch: *mut *mut c_void) -> c_int;
    fn hs_free_scratch(scratch: *mut c_void) -> c_int;
    fn hs_scan(
        database: *const c_void,
        data: *const c_char,
        length: c_uint,
        flags: c_uint,
        scratch: *mut c_void,
        on_match: OnMatch,
        context: *mut c_void,
    ) -> c_int;
}

/// A compiled set of patterns with the memory of one thread.
pub(crate) struct Database {
    database: *mut c_void,
    scratch: *mut c_void,
}

impl Database {
    /// Compiles patterns, each with whether case is ignored.
    ///
    /// # Errors
    /// What Hyperscan says about the first pattern that it refuses.
    pub(crate) fn new(patterns: &[(String, bool)]) -> Result<Self, String> {
        let texts: Vec<CString> = patterns.iter().map(|(p, _)| CString::new(p.as_str()).unwrap()).collect();
        let expressions: Vec<*const c_char> = texts.iter().map(|t| t.as_ptr()).collect();
        let flags: Vec<c_uint> =
            patterns.iter().map(|(_, caseless)| if *caseless { CASELESS } else { 0 }).collect();
        let ids: Vec<c_uint> = (0..c_uint::try_from(patterns.len()).unwrap()).collect();
        let mut made = Self { database: null_mut(), scratch: null_mut() };
        let mut error: *mut CompileError = null_mut();
        // SAFETY: three arrays of `ids.len()` elements each, whose strings end with NUL and live until the call is over;
        // null stands for the platform of this machine.
        let code = unsafe {
            hs_compile_multi(
                expressions.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                c_uint::try_from(ids.len()).unwrap(),
                BLOCK,
                null(),
                &mut made.database,
                &mut error,
            )
        };
        if code != 0 {
            // SAFETY: after a failure, `error` is null or points to an error with a message that ends with NUL; it is freed
            // once and not used afterwards.
            return Err(unsafe {
                if error.is_null() {
                    format!("error {code}")
                } else {
                    let message = CStr::from_ptr((*error).message).to_string_lossy().into_owned();
                    hs_free_compile_error(error);
                    message
                }
            });
        }
        // SAFETY: the database was compiled above; null asks for new memory.
        let code = unsafe { hs_alloc_scratch(made.database, &mut made.scratch) };
        assert_eq!(code, 0, "hs_alloc_scratch");
        Ok(made)
    }

    /// Appends the index of the pattern and the end of every match in `text`.
    pub(crate) fn scan(&mut self, text: &[u8], found: &mut Vec<(usize, usize)>) {
        extern "C" fn on_match(
            id: c_uint,
            _: c_ulonglong,
            to: c_ulonglong,
            _: c_uint,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: the context is the vector that `scan` hands over; nothing else uses it during the call.
            let found = unsafe { &mut *context.cast::<Vec<(usize, usize)>>() };
            found.push((id as usize, to as usize));
            0
        }
        // SAFETY: database and scratch belong together and to this value alone, `text` is `text.len()` bytes long, and the
        // vector outlives the call.
        let code = unsafe {
            hs_scan(
                self.database,
                text.as_ptr().cast(),
                c_uint::try_from(text.len()).unwrap(),
                0,
                self.scratch,
                on_match,
                std::ptr::from_mut(found).cast(),
            )
        };
        assert_eq!(code, 0, "hs_scan");
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // SAFETY: both are null or were made above; each is freed once.
        unsafe {
            hs_free_scratch(self.scratch);
            hs_free_database(self.database);
        }
    }
}
