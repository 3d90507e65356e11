"""Draft commitments: written little by little, in public, until they are ready for consultation."""
