"""Catalogues of the office: document types, subject areas, retention terms; dated, importable."""
