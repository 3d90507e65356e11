"""From a stranger to an account: register, and confirm the address by mail."""
