declare module 'virtual:labels' {
  const address: string
  export default address
}
