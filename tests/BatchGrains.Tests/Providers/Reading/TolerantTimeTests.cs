using System.Text.Json;
using BatchGrains.Grains.Providers.Reading;
using FsCheck;
using FsCheck.Xunit;

namespace BatchGrains.Tests.Providers.Reading;

public sealed class TolerantTimeTests
{
    [Theory]
    [InlineData("1795168800", 1795168800L)]
    [InlineData("1795168800.75", 1795168800L)]
    [InlineData("\"1795168800\"", 1795168800L)]
    [InlineData("\"1795168800.5\"", 1795168800L)]
    [InlineData("1795168800123", 1795168800L)]
    [InlineData("\"2026-11-22T10:00:00Z\"", 1795341600L)]
    [InlineData("\"2026-11-22T10:00:00.1Z\"", 1795341600L)]
    [InlineData("\"2026-11-22T10:00:00.123456789Z\"", 1795341600L)]
    [InlineData("\"2026-11-22T10:00:00.1234567891234+00:00\"", 1795341600L)]
    [InlineData("\"2026-11-22T12:00:00+02:00\"", 1795341600L)]
    [InlineData("\"2026-11-22T04:30:00.5-05:30\"", 1795341600L)]
    [InlineData("\"2026-11-22T10:00:00\"", 1795341600L)]
    [InlineData("\"2026-11-22 10:00:00\"", 1795341600L)]
    [InlineData("\"2026-11-22\"", 1795305600L)]
    [InlineData("\" 2026-11-22 \"", 1795305600L)]
    public void Each_of_the_forms_in_use_is_read(string json, long expected) => Assert.Equal(expected, TolerantTime.Read(AdapterProbe.Json(json)));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("\"0\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1795168800]")]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    [InlineData("\"1970-01-01T00:00:00Z\"")]
    [InlineData("\"9999-12-31T23:59:59Z\"")]
    [InlineData("\"2026-02-30\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("\"Mon\"")]
    [InlineData("\"10:00\"")]
    [InlineData("1795168800123456")]
    [InlineData("200000000000000")]
    [InlineData("1e300")]
    [InlineData("\"Infinity\"")]
    public void What_is_no_time_is_absent(string json) => Assert.Null(TolerantTime.Read(AdapterProbe.Json(json)));

    [Property(MaxTest = 500)]
    public void No_number_gives_a_time_in_milliseconds(DoNotSize<long> number) => AssertSeconds(TolerantTime.Read(AdapterProbe.Json($"{number.Item}")));

    [Property(MaxTest = 500)]
    public void No_text_throws(string? text) => AssertSeconds(TolerantTime.Read(JsonSerializer.SerializeToElement(text ?? "")));

    [Property(MaxTest = 300)]
    public void A_moment_survives_being_written_and_read(uint seconds, byte offset)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds + 1L).ToOffset(TimeSpan.FromMinutes((offset % 27 - 13) * 30));

        Assert.Equal(seconds + 1L, TolerantTime.Read(time.ToString("yyyy-MM-ddTHH:mm:ss.fffffffzzz", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static void AssertSeconds(long? time) => Assert.True(time is null or (> 0 and < 100_000_000_000));
}
