global using Microsoft.VisualStudio.TestTools.UnitTesting;
global using NanoCoopNet.Tests;
