"""What drives purchases from outside: a regression on calendar, promotions, spend and service (D15)."""

from models.drivers.model import PurchaseDrivers
from models.drivers.train import driver_table, train_drivers

__all__ = ["PurchaseDrivers", "driver_table", "train_drivers"]
