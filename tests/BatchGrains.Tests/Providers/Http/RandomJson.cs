using System.Globalization;
using System.Text;

namespace BatchGrains.Tests.Providers.Http;

/// <summary>JSON as it may come: odd white space, escapes in names and texts, deep and empty containers.</summary>
internal static class RandomJson
{
    private static readonly string[] Names = ["results", "response", "inlined", "id", "results\\", "res ults", "π", "\"", "a.b", ""];

    private static readonly string[] Texts = ["", "results", "]}", "{[", "\\", "\"", "\\\"", "ünï", "\n\t", "😀", "null", ":,", new('x', 70)];

    public static string Object(Random random, int depth)
    {
        var text = new StringBuilder();
        WriteObject(text, random, depth);
        return text.ToString();
    }

    private static void WriteValue(StringBuilder text, Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 9 : 6))
        {
            case 0:
                text.Append("null");
                break;
            case 1:
                text.Append("true");
                break;
            case 2:
                text.Append(CultureInfo.InvariantCulture, $"{random.Next(-1000, 1000)}.5e{random.Next(-3, 9)}");
                break;
            case 3:
                text.Append(CultureInfo.InvariantCulture, $"{random.NextInt64()}");
                break;
            case 4 or 5:
                WriteText(text, random, Texts[random.Next(Texts.Length)]);
                break;
            case 6:
                WriteArray(text, random, depth - 1);
                break;
            default:
                WriteObject(text, random, depth - 1);
                break;
        }
    }

    private static void WriteObject(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(6)).ToArray();
        for (var index = 0; index < names.Length; index++)
        {
            Space(text, random);
            WriteText(text, random, names[index]);
            Space(text, random);
            text.Append(':');
            Space(text, random);
            WriteValue(text, random, depth);
            Space(text, random);
            text.Append(index < names.Length - 1 ? "," : "");
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, Random random, int depth)
    {
        text.Append('[');
        for (var left = random.Next(4); left > 0; left--)
        {
            Space(text, random);
            WriteValue(text, random, depth);
            Space(text, random);
            text.Append(left > 1 ? "," : "");
        }

        text.Append(']');
    }

    private static void WriteText(StringBuilder text, Random random, string value)
    {
        var escapeAll = random.Next(5) == 0;
        text.Append('"');
        foreach (var character in value)
        {
            if (escapeAll || character is < ' ')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                text.Append(character is '"' or '\\' ? "\\" : "").Append(character);
            }
        }

        text.Append('"');
    }

    private static void Space(StringBuilder text, Random random) => text.Append(random.Next(4) switch { 0 => " ", 1 => "\r\n\t", _ => "" });
}
