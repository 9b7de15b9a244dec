// A PLC directory and a PDS of Bluesky's own making, on loopback ports of their choice.
// Says where they are in one line of JSON, and ends when its standard input does.
const { TestNetworkNoAppView } = require('@atproto/dev-env/dist/network-no-appview.js')

async function main() {
  const network = await TestNetworkNoAppView.create({})
  console.log(JSON.stringify({ plc: network.plc.url, pds: network.pds.url }))
  process.stdin.resume()
  process.stdin.on('end', async () => {
    await network.close()
    process.exit(0)
  })
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
