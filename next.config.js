import createNextIntlPlugin from 'next-intl/plugin'

const withIntl = createNextIntlPlugin('./app/_components/i18n.ts')

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // The optimiser has been an attack surface (GHSA-2xp9-vwfh-vxw4) and the portal has no pictures to resize.
  images: { unoptimized: true },
  // A refresh that meets a lost connection waits for it to come back, instead of leaving for the browser's own error page.
  experimental: { useOffline: true },
  // npm run check does that, for the tests and tools too, which are none of a build's business.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@node-rs/argon2', 'pino', 'postgres', 'graphile-worker', 'pg', 'nodemailer', 'prom-client'],
}

export default withIntl(config)
