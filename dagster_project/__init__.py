"""Guanxi: a customer warehouse that unifies CRM, ERP, ticket and shop extracts every night."""
