// Restarting the board so that the answer to who asked for it still leaves the port.
namespace NanoCoopNet.Device
{
    /// <summary>Used by the request and by the console's verb.</summary>
    public static class BoardRestart
    {
        private const int AnswerLeavesMs = 50;

        /// <summary>Waits for the answer to leave, then restarts.</summary>
        public static void Do(IBoard board)
        {
            board.Wait(AnswerLeavesMs);
            board.Restart();
        }
    }
}
