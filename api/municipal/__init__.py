"""The municipality's own sign-in: who its OpenID provider says somebody is becomes a person with roles here."""
