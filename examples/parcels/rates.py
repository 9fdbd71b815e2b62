"""Prices in cents: a base price by zone, a price per started half kilogram, and a fuel surcharge on both."""

ZONES = {"city": (399, 45), "country": (549, 75), "abroad": (1290, 225)}
FUEL_PER_MILLE = 75


def quote(grams, zone):
    base, per_step = ZONES[zone]
    steps = (grams + 499) // 500
    net = base + steps * per_step
    # Half a cent is rounded up, as the price list says.
    fuel = (net * FUEL_PER_MILLE + 500) // 1000
    return {"grams": grams, "zone": zone, "net": net, "fuel": fuel, "cents": net + fuel}
