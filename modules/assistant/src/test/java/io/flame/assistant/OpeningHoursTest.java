package io.flame.assistant;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-06-01 is a Monday. */
class OpeningHoursTest {

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T08:59:59, false",
        "2026-06-01T09:00:00, true",
        "2026-06-01T12:59:59, true",
        "2026-06-01T13:00:00, false",
        "2026-06-01T14:30:00, true",
        "2026-06-01T18:00:00, false",
        "2026-06-02T10:00:00, false"
    })
    void knowsSeveralRangesADayAndLeavesTheEndOut(String local, boolean onDuty) {
        Hours hours =
                Hours.in("America/Mexico_City").on(MONDAY, "09:00", "13:00").on(MONDAY, "14:00", "18:00");

        assertThat(hours.hours().onDutyAt(hours.at(local))).isEqualTo(onDuty);
    }

    @Test
    void readsTheRangesOnTheClocksOfItsPlace() {
        Instant moment = Instant.parse("2026-06-01T15:30:00Z");

        assertThat(Hours.in("America/Mexico_City")
                        .on(MONDAY, "09:00", "10:00")
                        .hours()
                        .onDutyAt(moment))
                .isTrue();
        assertThat(Hours.in("Europe/Madrid")
                        .on(MONDAY, "09:00", "10:00")
                        .hours()
                        .onDutyAt(moment))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-05T21:59:59, false",
        "2026-06-05T22:00:00, true",
        "2026-06-06T05:59:59, true",
        "2026-06-06T06:00:00, false",
        "2026-06-05T03:00:00, false"
    })
    void goesOnPastMidnight(String local, boolean onDuty) {
        Hours hours = Hours.in("Europe/Madrid").on(FRIDAY, "22:00", "06:00");

        assertThat(hours.hours().onDutyAt(hours.at(local))).isEqualTo(onDuty);
    }

    @Test
    void goesOnFromSaturdayIntoSunday() {
        Hours hours = Hours.in("UTC").on(SATURDAY, "23:00", "01:00");

        assertThat(hours.hours().onDutyAt(hours.at("2026-06-07T00:59"))).isTrue();
        assertThat(hours.hours().nextChange(hours.at("2026-06-06T23:30"))).contains(hours.at("2026-06-07T01:00"));
    }

    @Test
    void joinsRangesThatTouchAtMidnightIntoOneStretch() {
        Hours hours = Hours.in("UTC").on(MONDAY, "09:00", "24:00").on(TUESDAY, "00:00", "02:00");

        assertThat(hours.hours().onDutyAt(Instant.parse("2026-06-01T23:59:59.999999999Z")))
                .isTrue();
        assertThat(hours.hours().nextChange(hours.at("2026-06-01T10:00"))).contains(hours.at("2026-06-02T02:00"));
    }

    @Test
    void isAlwaysOnDutyWithoutAnyRange() {
        Hours hours = Hours.in("UTC");

        assertThat(hours.hours().at(hours.at("2026-06-07T03:00")).reason()).isEqualTo(DutyReason.ALWAYS_ON_DUTY);
        assertThat(hours.hours().nextChange(hours.at("2026-06-07T03:00"))).isEmpty();
    }

    @Test
    void namesTheRangeThatMatches() {
        Hours hours = Hours.in("UTC").on(MONDAY, "09:00", "13:00").on(SUNDAY, "20:00", "08:00");

        Duty duty = hours.hours().at(hours.at("2026-06-01T07:00"));

        assertThat(duty.range()).isEqualTo(hours.ranges().get(1));
        assertThat(duty.matchedRange()).satisfies(range -> {
            assertThat(range.dayOfWeek()).isZero();
            assertThat(range.overnight()).isTrue();
        });
    }

    @Nested
    class OnSpecialDays {

        @Test
        void isClosedFromMidnightToMidnightAlsoForWhatBeganTheEveningBefore() {
            Hours hours = Hours.in("UTC")
                    .on(SUNDAY, "22:00", "06:00")
                    .on(MONDAY, "09:00", "18:00")
                    .closed("2026-06-01");

            assertThat(hours.hours().onDutyAt(hours.at("2026-05-31T23:59"))).isTrue();
            assertThat(hours.hours().at(hours.at("2026-06-01T00:00")).reason()).isEqualTo(DutyReason.CLOSED_EXCEPTION);
            assertThat(hours.hours().onDutyAt(hours.at("2026-06-01T10:00"))).isFalse();
            assertThat(hours.hours().nextChange(hours.at("2026-05-31T23:00"))).contains(hours.at("2026-06-01T00:00"));
        }

        @Test
        void letsWhatBeganTheEveningBeforeRunOutWhenTheDayIsOnlyOpenAtOtherHours() {
            Hours hours = Hours.in("UTC")
                    .on(SUNDAY, "22:00", "06:00")
                    .on(MONDAY, "09:00", "18:00")
                    .open("2026-06-01", "10:00", "12:00");

            assertThat(hours.hours().at(hours.at("2026-06-01T05:59")).reason()).isEqualTo(DutyReason.WITHIN_SCHEDULE);
            assertThat(hours.hours().onDutyAt(hours.at("2026-06-01T09:30"))).isFalse();
            assertThat(hours.hours().at(hours.at("2026-06-01T11:00")).reason()).isEqualTo(DutyReason.WITHIN_EXCEPTION);
            assertThat(hours.hours().onDutyAt(hours.at("2026-06-01T12:00"))).isFalse();
            assertThat(hours.hours().onDutyAt(hours.at("2026-06-08T09:30"))).isTrue();
        }

        @Test
        void startsNoOvernightRangeOnTheEveningOfADayWithOtherHours() {
            Hours hours = Hours.in("UTC").on(MONDAY, "22:00", "06:00").open("2026-06-01", "10:00", "12:00");

            assertThat(hours.hours().onDutyAt(hours.at("2026-06-01T23:00"))).isFalse();
            assertThat(hours.hours().onDutyAt(hours.at("2026-06-02T01:00"))).isFalse();
        }

        @Test
        void closesForATenantsHoliday() {
            Hours hours = Hours.in("UTC").daily("09:00", "18:00").holiday("2026-12-25");

            assertThat(hours.hours().at(hours.at("2026-12-25T10:00")).reason()).isEqualTo(DutyReason.CLOSED_HOLIDAY);
        }

        @Test
        void followsItsOwnExceptionRatherThanTheHoliday() {
            Hours hours = Hours.in("UTC")
                    .daily("09:00", "18:00")
                    .holiday("2026-12-25")
                    .open("2026-12-25", "10:00", "11:00");

            assertThat(hours.hours().onDutyAt(hours.at("2026-12-25T10:30"))).isTrue();
            assertThat(hours.hours().onDutyAt(hours.at("2026-12-25T12:00"))).isFalse();
        }

        @Test
        void closesAnAssistantThatIsOtherwiseAlwaysOnDuty() {
            Hours hours = Hours.in("America/Mexico_City").holiday("2030-01-01");

            assertThat(hours.hours().onDutyAt(hours.at("2030-01-01T12:00"))).isFalse();
            assertThat(hours.hours().nextChange(hours.at("2026-06-01T12:00"))).contains(hours.at("2030-01-01T00:00"));
        }

        @Test
        void findsTheNextChangeAfterALongHoliday() {
            Hours hours = Hours.in("UTC").on(MONDAY, "09:00", "18:00");
            for (int day = 1; day <= 31; day++) {
                hours.closed("2026-12-%02d".formatted(day));
            }

            assertThat(hours.hours().nextChange(hours.at("2026-11-30T18:00"))).contains(hours.at("2027-01-04T09:00"));
        }
    }

    /** Madrid jumps from 02:00 to 03:00 on 2026-03-29, and back from 03:00 to 02:00 on 2026-10-25. */
    @Nested
    class WhenTheClocksChange {

        private final Hours night = Hours.in("Europe/Madrid").daily("02:30", "03:30");

        @Test
        void beginsAtTheJumpWhenNoClockShowsTheStart() {
            Instant jump = Instant.parse("2026-03-29T01:00:00Z");

            assertThat(night.hours().onDutyAt(jump.minusSeconds(1))).isFalse();
            assertThat(night.hours().onDutyAt(jump)).isTrue();
            assertThat(night.hours().onDutyAt(jump.plusSeconds(1799))).isTrue();
            assertThat(night.hours().onDutyAt(jump.plusSeconds(1800))).isFalse();
            assertThat(night.hours().nextChange(jump.minusSeconds(1))).contains(jump);
        }

        @Test
        void skipsARangeThatLiesWhollyInTheJump() {
            Hours hours = Hours.in("Europe/Madrid").on(SUNDAY, "02:15", "02:45");

            assertThat(hours.hours().nextChange(hours.at("2026-03-28T12:00"))).contains(hours.at("2026-04-05T02:15"));
        }

        @Test
        void countsTheRepeatedHourBothTimes() {
            Hours hours = Hours.in("Europe/Madrid").on(SUNDAY, "01:30", "02:30");
            Instant firstHalfPastTwo = Instant.parse("2026-10-25T00:30:00Z");
            Instant back = Instant.parse("2026-10-25T01:00:00Z");

            assertThat(hours.hours().nextChange(firstHalfPastTwo.minusSeconds(60)))
                    .contains(firstHalfPastTwo);
            assertThat(hours.hours().nextChange(firstHalfPastTwo)).contains(back);
            assertThat(hours.hours().nextChange(back)).contains(Instant.parse("2026-10-25T01:30:00Z"));
        }

        /** New York changes on 2026-03-08 and 2026-11-01; Mexico City has stayed as it is since 2022. */
        @ParameterizedTest
        @CsvSource({
            "America/New_York, 2026-03-07, 2026-03-07T14:00:00Z",
            "America/New_York, 2026-03-08, 2026-03-08T13:00:00Z",
            "America/New_York, 2026-11-01, 2026-11-01T14:00:00Z",
            "Europe/Madrid, 2026-03-28, 2026-03-28T08:00:00Z",
            "Europe/Madrid, 2026-03-29, 2026-03-29T07:00:00Z",
            "America/Mexico_City, 2026-04-05, 2026-04-05T15:00:00Z",
            "America/Mexico_City, 2026-10-25, 2026-10-25T15:00:00Z"
        })
        void opensAtNineOnEveryClock(String zone, String date, Instant opening) {
            Hours hours = Hours.in(zone).daily("09:00", "18:00");

            assertThat(hours.hours().nextChange(hours.at(date + "T08:00"))).contains(opening);
        }
    }
}
