"""What happens: customers, purchases, complaints, and how systems spell a customer."""
