using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchGrains.Tests.EndToEnd;

/// <summary>Reads every line that is logged, and whatever else it is given, for texts that must never be seen.</summary>
internal sealed class LeakWatch(IEnumerable<string> secrets) : ILoggerProvider
{
    private readonly SearchValues<string> _secrets = SearchValues.Create([.. secrets], StringComparison.Ordinal);
    private readonly ConcurrentQueue<string> _found = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private long _lines;

    public IReadOnlyCollection<string> Found => _found;

    /// <summary>What was logged as an error: why a service that is not meant to fail failed.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public long Lines => Interlocked.Read(ref _lines);

    public void Check(string where, string text)
    {
        if (text.AsSpan().ContainsAny(_secrets))
        {
            _found.Enqueue($"{where}: {text}");
        }
    }

    public ILogger CreateLogger(string categoryName) => new WatchedLog(this, categoryName);

    public void Dispose()
    {
    }

    private void Logged(LogLevel level, string category, string line, Exception? exception)
    {
        Interlocked.Increment(ref _lines);
        line = exception is null ? line : $"{line} {exception}";
        Check(category, line);
        if (level >= LogLevel.Error)
        {
            _errors.Enqueue($"{category}: {line}");
        }
    }

    private sealed class WatchedLog(LeakWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch.Check(category, state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Logged(logLevel, category, formatter(state, exception), exception);
    }
}
