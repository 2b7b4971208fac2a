//! A shop before and after its new checkout, for who decides on products: few columns, two of them changed.

use std::fmt::Write;

use super::random::Random;

/// Orders in each file.
const ORDERS: usize = 2400;

/// One file's orders. Whatever is not named here is drawn the same way in both.
pub struct Orders {
    /// Seed of the file.
    seed: u64,
    /// Share of orders made on a phone.
    mobile: f64,
    /// Median of the basket, in euros.
    basket_euros: f64,
}

/// Before the new checkout.
pub const BEFORE: Orders = Orders {
    seed: 20_260_401,
    mobile: 0.44,
    basket_euros: 46.0,
};

/// After it: more people order by phone, and they put less into the basket.
pub const AFTER: Orders = Orders {
    seed: 20_260_501,
    mobile: 0.62,
    basket_euros: 37.0,
};

/// The text of one file.
pub fn csv(orders: &Orders) -> String {
    let mut random = Random::new(orders.seed);
    let mut text =
        String::from("plan,device,channel,visits,items,basket_euros,coupon,delivery_days\n");
    for _ in 0..ORDERS {
        let plan = ["free", "basic", "plus"][random.pick([0.55, 0.30, 0.15].into_iter())];
        let device = if random.chance(orders.mobile) {
            "phone"
        } else {
            "computer"
        };
        let channel = ["search", "mail", "direct", "advert"]
            [random.pick([0.38, 0.22, 0.25, 0.15].into_iter())];
        let visits = 1 + (-4.0 * libm::log(1.0 - random.uniform())) as u64;
        let items = 1 + random.pick([0.48, 0.27, 0.15, 0.10].into_iter());
        let basket = orders.basket_euros * libm::exp(0.5 * random.normal());
        let coupon = if random.chance(0.18) { "yes" } else { "no" };
        let delivery_days = 1 + random.pick([0.22, 0.41, 0.24, 0.13].into_iter());
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{plan},{device},{channel},{visits},{items},{basket:.2},{coupon},{delivery_days}"
        );
    }
    text
}
