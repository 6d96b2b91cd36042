//! The impls that emitted types of listed numbers share.

/// The impls of an emitted newtype over a whole number, the documented values of which stand in
/// `DOCUMENTED`.
#[doc(hidden)]
#[macro_export]
macro_rules! number_newtype {
    ($name:ident, $number:ty) => {
        impl ::std::convert::From<$number> for $name {
            fn from(number: $number) -> Self {
                Self(number)
            }
        }

        impl ::std::convert::From<$name> for $number {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::cmp::PartialEq<$number> for $name {
            fn eq(&self, other: &$number) -> bool {
                self.0 == *other
            }
        }

        impl $crate::Observe for $name {
            fn observe(&self, observer: &mut $crate::Observer<'_>) {
                observer.number(Self::DOCUMENTED.contains(self));
            }
        }

        impl $crate::Check for $name {
            fn check(&self, _: &$crate::Limits) -> ::std::result::Result<(), $crate::Breach> {
                ::std::result::Result::Ok(())
            }
        }
    };
}
