package io.flame.twins;

/** What tells one connected account from all others. */
record AccountKey(String platform, String externalId) {

    static AccountKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new BadOrder("account must look like whatsapp:300200100900801");
        }
        return new AccountKey(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return platform + ":" + externalId;
    }
}
