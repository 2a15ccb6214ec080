"""Read a night's raw files into rows, refused rows and what each file held."""
