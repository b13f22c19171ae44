// The NUCLEO-F767ZI's pins as this project uses them, numbered as nanoFramework does (port · 16 + pin, PA0 = 0).
// boards/NUCLEO_F767ZI/board.json says the same; a test compares.
namespace NanoCoopNet.App
{
    /// <summary>Pin numbers, port and buffer of boards/NUCLEO_F767ZI/board.json.</summary>
    internal static class BoardPins
    {
        /// <summary>PF15, D2: up while the light mode's network runs.</summary>
        public const int MarkerLight = 95;

        /// <summary>PE13, D3: up while the full mode's network runs.</summary>
        public const int MarkerFull = 77;

        /// <summary>PF14, D4: marker 2: up while a layer runs, where layers are marked.</summary>
        public const int MarkerLayer0 = 94;

        /// <summary>PE11, D5: marker 3: up with marker 2 in layers 1, 3, 5 …</summary>
        public const int MarkerLayer1 = 75;

        /// <summary>PB0, LD1 green: the last answer was light.</summary>
        public const int LedLight = 16;

        /// <summary>PB7, LD2 blue: the last answer was full or INT8.</summary>
        public const int LedFull = 23;

        /// <summary>PC13, the blue button; high while pressed, pulled down on the board.</summary>
        public const int Button = 45;

        /// <summary>USART6: PG14 = D1 (TX), PG9 = D0 (RX).</summary>
        public const string ApplicationPort = "COM6";

        /// <summary>Receive buffer asked of the driver, whose own is 256 bytes.</summary>
        public const int ReceiveBufferBytes = 4096;
    }
}
