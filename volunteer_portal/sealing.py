"""Secrets of second factors are sealed like the people's numbers: a stolen database logs nobody in."""

from accounts.second_factor_adapter import SecondFactorAdapter
from volunteers.encryption import open_second_factor, seal_second_factor


class SealedSecondFactorAdapter(SecondFactorAdapter):
    """Secrets of apps and recovery codes leave and enter the database through the portal's own keys."""

    def encrypt(self, text: str) -> str:
        """Sealed."""
        return seal_second_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Opened."""
        return open_second_factor(encrypted_text)
