"""What is told beside the bundle.

See “bundle” in voting/README.md.
"""

README = """\
ES

Este fichero contiene una votación entera, sin nombres: lo que se fijó antes de votar, el tablón
con cada papeleta firmada y sellada, lo que abrieron los custodios, el padrón sin identidades y el
resultado. Cualquiera puede comprobarlo en su casa, con Python 3.11 o posterior y nada más:

    python verify.py ESTE-FICHERO.zip

Compare la huella que muestra con la que publicó el ayuntamiento antes de la votación. Nadie está
obligado a fiarse del verify.py que viene dentro: descárguelo de otro sitio o escriba el suyo; los
formatos están en docs/protocol.md de Concejo.

EN

This file holds a whole vote, without names: what was fixed before it, the board with every ballot
signed and sealed, what the trustees opened, the roll without identities, and the result. Anybody
can verify it at home with Python 3.11 or later and nothing else:

    python verify.py THIS-FILE.zip

Compare the fingerprint that it shows with the one that the municipality published before the vote.
Nobody has to trust the verify.py inside: take it from elsewhere, or write your own; the formats are
in docs/protocol.md of Concejo.
"""
