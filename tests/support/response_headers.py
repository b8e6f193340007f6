"""The headers with fixed values that every response has."""

STANDARD_HEADERS = {
    "api-version": "1.0",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
